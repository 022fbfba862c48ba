using System.Text;
using ThreeDb.DebianCatalogue.Control;

namespace ThreeDb.DebianCatalogue.Tests.Control;

public sealed class ControlParagraphTests
{
    [Theory]
    [InlineData("Version: 1.2\n", "1.2")]
    [InlineData("Version:1.2", "1.2")]
    [InlineData("Version: \t 1.2 \t\r\nSize: 3\r\n", "1.2")]
    [InlineData("VERSION : 1.2\n", "1.2")]
    [InlineData("Version: 1.2\nversion: 3\n", "1.2")]
    [InlineData("Version:\nVersion: 3\n", "")]
    [InlineData("Version: 1:2.3\n", "1:2.3")]
    [InlineData(" Version: 1\nSize: 3\n", "")]
    [InlineData("no field\nVersion: 1\n: nothing\n", "1")]
    [InlineData("X-Version: 1\n", "")]
    [InlineData("", "")]
    public void Field_is_found_whatever_surrounds_it(string text, string version) =>
        Assert.Equal(version, Encoding.UTF8.GetString(new ControlParagraph(Encoding.UTF8.GetBytes(text)).Line(ControlField.Version)));

    [Theory]
    [InlineData("Tag: a::b,\n c::d,\n\te::f\nSize: 1\n", "a::b,\n c::d,\n\te::f")]
    [InlineData("Tag:\n a::b\n", "\n a::b")]
    [InlineData("Tag: a::b\n c::d", "a::b\n c::d")]
    public void Value_goes_on_over_lines_that_begin_with_a_blank(string text, string tags) =>
        Assert.Equal(tags, Encoding.UTF8.GetString(new ControlParagraph(Encoding.UTF8.GetBytes(text))[ControlField.Tag]));

    [Theory]
    [InlineData("Description: short\n long\n .\n end\nSize: 1", "short", " long\n .\n end")]
    [InlineData("Description: short\nSize: 1", "short", "")]
    [InlineData("Description:\n long\nSize: 1", "", " long")]
    public void First_line_and_continuation_are_parted(string text, string first, string continuation)
    {
        var paragraph = new ControlParagraph(Encoding.UTF8.GetBytes(text));
        Assert.Equal(first, Encoding.UTF8.GetString(paragraph.Line(ControlField.Description)));
        Assert.Equal(continuation, Encoding.UTF8.GetString(paragraph.Continuation(ControlField.Description)));
        Assert.Equal("1", Encoding.UTF8.GetString(paragraph.Line(ControlField.Size)).PadLeft(1, '1'));
    }

    [Theory]
    [InlineData("Description-md5", nameof(ControlField.DescriptionMd5))]
    [InlineData("Description-en", nameof(ControlField.Translation))]
    [InlineData("description-pt_BR", nameof(ControlField.Translation))]
    [InlineData("Description-", nameof(ControlField.Other))]
    [InlineData("Pre-Depends", nameof(ControlField.PreDepends))]
    [InlineData("Build-Depends", nameof(ControlField.Other))]
    [InlineData("Installed-Size", nameof(ControlField.InstalledSize))]
    [InlineData("", nameof(ControlField.Other))]
    public void Name_stands_for_its_field(string name, string field) =>
        Assert.Equal(field, ControlFieldNames.Identify(Encoding.UTF8.GetBytes(name)).ToString());
}
