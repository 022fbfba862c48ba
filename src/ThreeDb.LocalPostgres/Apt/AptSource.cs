namespace ThreeDb.LocalPostgres;

/// <summary>One source of binary packages.</summary>
internal sealed record AptSource(string[] Uris, string[] Suites, string[] Components)
{
    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>Reads <c>deb [options] uri suite component…</c>; null for anything else.</summary>
    public static AptSource? FromLine(string line)
    {
        var text = line.Split('#')[0].Trim();
        if (!text.StartsWith("deb ", StringComparison.Ordinal) && !text.StartsWith("deb\t", StringComparison.Ordinal))
        {
            return null;
        }

        text = text[4..].Trim();
        if (text.StartsWith('['))
        {
            text = text[(text.IndexOf(']') + 1)..];
        }

        var words = Words(text);
        return words.Length >= 3 ? new AptSource([words[0]], [words[1]], words[2..]) : null;
    }

    /// <summary>Reads stanzas of <c>Types, URIs, Suites, Components, Enabled</c> (deb822).</summary>
    public static IEnumerable<AptSource> FromStanzas(IEnumerable<string> lines) => Deb822.Read(lines)
        .Where(stanza => Words(stanza.GetValueOrDefault("Types", "")).Contains("deb"))
        .Where(stanza => stanza.GetValueOrDefault("Enabled", "yes").Trim() is not ("no" or "false" or "0"))
        .Select(stanza => new AptSource(
            Words(stanza.GetValueOrDefault("URIs", "")),
            Words(stanza.GetValueOrDefault("Suites", "")),
            Words(stanza.GetValueOrDefault("Components", ""))));

    private static string[] Words(string text) => text.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
}
