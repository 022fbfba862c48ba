using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ThreeDb.DebianCatalogue.Control;

namespace ThreeDb.DebianCatalogue.Tests.Control;

public sealed class LongDescriptionTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" .\n .", "")]
    [InlineData(" one\n two", "one two")]
    [InlineData(" one\r\n two\r", "one two")]
    [InlineData(" one\n .\n two", "one\n\ntwo")]
    [InlineData(" .\n one\n .\n .\n two\n .", "one\n\ntwo")]
    [InlineData(" Features:\n  * one\n    more\n  * two\n After", "Features:\n * one\n   more\n * two\nAfter")]
    [InlineData(" Features:\n * one\n * two\n   more", "Features:\n* one\n* two\n  more")]
    [InlineData(" a\n\tb", "a b")]
    [InlineData(" a\n .b", "a .b")]
    [InlineData(" -d is an option\n -e too", "-d is an option -e too")]
    public void Debian_format_becomes_plain_text(string lines, string text) => Assert.Equal(text, Fold(lines));

    [Fact]
    public void Text_is_never_longer_than_its_lines()
    {
        var line = Gen.Elements("", " ", " .", " one", "  two", "\tthree", " * four", " .five", "six", " \r");
        Prop.ForAll(Gen.ListOf(line).ToArbitrary(), lines => Fold(string.Join('\n', lines)).Length >= 0).QuickCheckThrowOnFailure();
    }

    private static string Fold(string lines)
    {
        var bytes = Encoding.UTF8.GetBytes(lines);
        var text = new byte[bytes.Length];
        return Encoding.UTF8.GetString(text, 0, LongDescription.Fold(bytes, text));
    }
}
