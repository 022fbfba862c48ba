using System.Text;
using ThreeDb.DebianCatalogue.Content;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Tests.Content;

public sealed class MaintainerTableTests
{
    [Theory]
    [InlineData("Jane Doe <Jane@Example.org>", "jane@example.org", "Jane Doe")]
    [InlineData("\"Doe, Jane\" <jane@example.org>,", "jane@example.org", "Doe, Jane")]
    [InlineData("A <b> C <jane@example.org", "jane@example.org", "A <b> C")]
    [InlineData("<jane@example.org>", "jane@example.org", "")]
    [InlineData("jane@example.org", "jane@example.org", "")]
    [InlineData("The Team", "The Team", "The Team")]
    [InlineData("The Team <>", "The Team", "The Team")]
    public void Maintainer_is_known_by_address_or_name(string field, string key, string name)
    {
        var table = new MaintainerTable(new TextStore());
        var spelling = table.Add(Encoding.UTF8.GetBytes(field));
        Assert.Equal(key, table.Keys.Name(table.MaintainerOf(spelling)));
        Assert.Equal(name, Encoding.UTF8.GetString(table.NameIn(spelling)));
        Assert.Equal(key.Contains('@'), table.Usual()[0].HasAddress);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("\"\" < >")]
    public void Field_that_names_nobody_is_no_maintainer(string field) =>
        Assert.Equal(NameTable.None, new MaintainerTable(new TextStore()).Add(Encoding.UTF8.GetBytes(field)));

    [Fact]
    public void Name_that_most_packages_use_is_the_usual_one()
    {
        var table = new MaintainerTable(new TextStore());
        table.Add("Rare <a@example.org>"u8);
        table.Add("Usual <A@example.org>"u8);
        table.Add("Usual <A@example.org>"u8);
        Assert.Equal("Usual", Encoding.UTF8.GetString(table.NameIn(Assert.Single(table.Usual()).Spelling)));
        Assert.Equal(2, table.Spellings);
    }
}
