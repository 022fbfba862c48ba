using System.Text;

namespace ThreeDb.Postgres.Tests;

/// <summary>Texts made of what PostgreSQL's parser treats in ways of its own, in any mixture.</summary>
internal sealed class RandomText(Random random)
{
    private static readonly string[] Pieces =
    [
        "running", "Foxes", "the", "THE", "naïve", "cafés", "straße", "Übergrößen", "книги", "читали", "日本語のテキスト", "한국어", "العربية", "हिन्दी", "İstanbul", "ı",
        "x-ray", "well-known-fact", "state-of-the-art", "-", "--", "---", "a-", "-b", "12-34", "e-mail", "co-op2", "semi-3d-x", "über-alles", "x-", "-x-y-",
        "1", "-5", "+3", "1.5", "-1.5e10", "1e5", "1.2.3", "v1.2", "1,000", "0x1F", "3rd", "2nd-hand", "1/2", "1.", ".5", "5%", "10^6", "1:2",
        "foo@bar.com", "first.last+tag@sub.example.org", "foo@", "@bar", "a@b", "x@y.z:80", "http://a.b/c", "https://www.example.com:8080/p/a/t/h?q=1&r=%20#frag",
        "ftp://x", "www.debian.org", "example.com/index.html", "a.b", "a.b.c", "mailto:me@x.org", "file:///etc/hosts", "http://", "://", "x://y", "http:/x", "HTTP://UP.COM/Path",
        "/usr/local/bin", "./configure", "../up", "~/home", "file.txt", "C:\\dir\\file", "/", "//", "a/b", "a/b/c.d", "/etc/", "usr/lib",
        "&amp;", "&#39;", "&lt;b&gt;", "&nosuch;", "&", "&amp", "AT&T", "a&amp;b", "don't", "it's", "'quoted'", "\"quoted\"", "(paren)", "(nested (deep))", "[x]", "{y}", "word,", "word;",
        "word.", "word!", "word?", "word:", "...", "…", "“smart”", "‘x’", "—", "–", "a_b", "_x_", "__init__", "a|b", "a\\b", "a*b", "#tag", "$5", "€10", "c++", "c#", ".net", "r'n'b",
        "\U0001F600", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "e\u0301", "\u200B", "\uFEFF", "\u00AD", "soft\u00ADhyphen", "zero\u200Bwidth", "ﬁne", "Ⅷ", "½", "x²", "𝔘𝔫𝔦", "ǅ", "\uFFFD", "\uE000",
        "O'Reilly's", "rock'n'roll", "'", "''", "\"", "\"\"'", "(", ")", "(a", "b)", "!)", ",;:.!?", "'a", "a'", "\"(a)\",", "(a).", "a),", "(\"word\")", "i", "i'm", "we'll", "s", "t",
    ];

    private static readonly string[] Markup = ["<b>bold</b>", "<a href=\"x y\">", "<!-- a b -->", "<", "a < b", "<br/>", "</p>", "<unclosed tag", "<x@y.z>", "<1>", "<script> a </script>", "a<b"];

    private static readonly string[] Gaps = [" ", " ", " ", "  ", "\n", "\t", "\r\n", "\v", "\f", "\u00A0", "\u0085", "\u2003", "\u2028", "\u3000", "\u1680", "\u200B", "", "", "\u001F", "\u0001"];

    public string Text(bool markup = false)
    {
        var text = new StringBuilder();
        for (var i = random.Next(12); i >= 0; i--)
        {
            text.Append(random.Next(12) switch
            {
                0 => Unicode(random.Next(1, 12)),
                1 => new string((char)('a' + random.Next(3)), random.Next(1, 30)),
                2 when markup => Markup[random.Next(Markup.Length)],
                3 when random.Next(30) == 0 => new string('x', random.Next(190, 210)),
                4 when random.Next(100) == 0 => new string('w', random.Next(2040, 2060)),
                _ => Pieces[random.Next(Pieces.Length)],
            });
            text.Append(Gaps[random.Next(Gaps.Length)]);
        }

        return text.ToString();
    }

    /// <summary>Any characters that can be stored.</summary>
    public string Unicode(int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            var value = random.Next(4) switch
            {
                0 => random.Next(1, 0x80),
                1 => random.Next(0x80, 0x800),
                2 => random.Next(0x800, 0x10000),
                _ => random.Next(0x10000, 0x110000),
            };
            if (Rune.IsValid(value))
            {
                text.Append(new Rune(value));
            }
        }

        return text.ToString();
    }
}
