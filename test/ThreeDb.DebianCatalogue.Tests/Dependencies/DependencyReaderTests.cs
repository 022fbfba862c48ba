using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ThreeDb.DebianCatalogue.Dependencies;

namespace ThreeDb.DebianCatalogue.Tests.Dependencies;

/// <summary>The grammar of Debian policy 7.1. An entry is written here as <c>group.alternative/of name :qualifier operator version</c>.</summary>
public sealed class DependencyReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("libc6", "1.1/1 libc6")]
    [InlineData("libc6 (>= 2.2.1)", "1.1/1 libc6 >= 2.2.1")]
    [InlineData("libc6 (>= 2.2.1), exim | mail-transport-agent", "1.1/1 libc6 >= 2.2.1; 2.1/2 exim; 2.2/2 mail-transport-agent")]
    [InlineData("a(<<1),b(<=2),c(=3),d(>=4),e(>>5)", "1.1/1 a << 1; 2.1/1 b <= 2; 3.1/1 c = 3; 4.1/1 d >= 4; 5.1/1 e >> 5")]
    [InlineData("a (< 1), b (> 2), c (3), d (== 4)", "1.1/1 a <= 1; 2.1/1 b >= 2; 3.1/1 c = 3; 4.1/1 d = 4")]
    [InlineData("python3:any", "1.1/1 python3 :any")]
    [InlineData("python3:any (>= 3.13~)", "1.1/1 python3 :any >= 3.13~")]
    [InlineData("libc6:i386(= 1:2-3)", "1.1/1 libc6 :i386 = 1:2-3")]
    [InlineData("a [amd64 !i386], b (>= 1) [linux-any] <!nocheck> <cross>", "1.1/1 a; 2.1/1 b >= 1")]
    [InlineData("a<!nocheck>", "1.1/1 a")]
    [InlineData("libfoo (= 1.2)", "1.1/1 libfoo = 1.2")]
    [InlineData(" a ,\n b\t|\r\n c ( >=\n 1 ) ", "1.1/1 a; 2.1/2 b; 2.2/2 c >= 1")]
    [InlineData("a, , b | | c, | ,", "1.1/1 a; 2.1/2 b; 2.2/2 c")]
    [InlineData("a (>= 1", "1.1/1 a >= 1")]
    [InlineData("a (), b (>=), c:, (>= 1)", "1.1/1 a; 2.1/1 b; 3.1/1 c")]
    [InlineData("g++ | libstdc++-14-dev, 0ad", "1.1/2 g++; 1.2/2 libstdc++-14-dev; 2.1/1 0ad")]
    public void Field_is_read_by_the_grammar_of_policy(string field, string expected) => Assert.Equal(expected, Read(field));

    [Fact]
    public void Field_written_from_entries_reads_back_as_they_were()
    {
        var name = Gen.Elements("a", "libc6", "g++", "0ad", "mail-transport-agent");
        var qualifier = Gen.Elements("", ":any", ":amd64");
        var constraint = Gen.Elements("", " (>= 1)", "(<< 2:3.4~rc1-5+b1)", " ( = 1 )", "\n (>> 0)");
        var noise = Gen.Elements("", " [amd64]", " <!nocheck>", "\n ", "\t");
        var entry = from n in name from q in qualifier from c in constraint from x in noise select (Text: n + q + c + x, Entry: Entry(n, q, c));
        var clause = Gen.NonEmptyListOf(entry);
        Prop.ForAll(Gen.ListOf(clause).ToArbitrary(), clauses =>
        {
            var field = string.Join(", ", clauses.Select(alternatives => string.Join("|", alternatives.Select(one => one.Text))));
            var expected = clauses.Index().SelectMany(one => one.Item.Index().Select(two => $"{one.Index + 1}.{two.Index + 1}/{one.Item.Count} {two.Item.Entry}"));
            Assert.Equal(string.Join("; ", expected), Read(field));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_read_to_its_end() =>
        Prop.ForAll(Gen.ListOf(Gen.Elements(",|:()[]<>= \nab1".ToCharArray())).ToArbitrary(), text => Read(string.Concat(text)).Length >= 0)
            .QuickCheckThrowOnFailure();

    private static string Entry(string name, string qualifier, string constraint)
    {
        var bare = constraint.Trim(' ', '\n', '(', ')');
        return name + (qualifier.Length > 0 ? " " + qualifier : "") + (bare.Length > 0 ? " " + bare : "");
    }

    private static string Read(string field)
    {
        var reader = new DependencyReader(Encoding.UTF8.GetBytes(field));
        var entries = new List<string>();
        while (reader.Read(out var entry))
        {
            var qualifier = entry.Qualifier.IsEmpty ? "" : $" :{Encoding.UTF8.GetString(entry.Qualifier)}";
            var constraint = entry.Version.IsEmpty ? "" : $" {Encoding.UTF8.GetString(entry.Operator)} {Encoding.UTF8.GetString(entry.Version)}";
            entries.Add($"{entry.Group}.{entry.Alternative}/{entry.Alternatives} {Encoding.UTF8.GetString(entry.Name)}{qualifier}{constraint}");
        }

        return string.Join("; ", entries);
    }
}
