using FsCheck;
using FsCheck.Fluent;

namespace ThreeDb.DebianCatalogue.Tests;

public sealed class RelationKeyTests
{
    [Theory]
    [InlineData("b", "")]
    [InlineData("b (<< 2), b (>= 1)", "<< 2|>= 1")]
    [InlineData("b, b (>= 1)", "|>= 1")]
    [InlineData("b, b:any", "|:any")]
    [InlineData("b, b", "#1.1|#2.1")]
    [InlineData("b (>= 1), c, b (>= 1), b", ">= 1 #1.1|>= 1 #3.1|#4.1")]
    public async Task Key_is_empty_unless_something_must_be_told_apart(string depends, string keys)
    {
        var catalogue = await CatalogueText.ReadAsync($"Package: a\nDepends: {depends}\n");
        Assert.Equal(keys, string.Join('|', catalogue.Relations().Where(relation => relation.To == "package/b").Select(relation => relation.Key)));
    }

    [Fact]
    public void No_two_entries_collapse_whatever_the_fields_say()
    {
        var entry = from name in Gen.Elements("a", "b", "c") from rest in Gen.Elements("", "", ":any", " (>= 1)", " (<< 2)", ":any (>= 1)") select name + rest;
        var clause = Gen.NonEmptyListOf(entry).Select(entries => string.Join(" | ", entries));
        var field = Gen.ListOf(clause).Select(clauses => string.Join(", ", clauses));
        Prop.ForAll(Gen.Two(field).ToArbitrary(), Gen.Two(field).ToArbitrary(), (needs, others) =>
        {
            var catalogue = CatalogueText.ReadAsync(
                $"Package: a\nDepends: {needs.Item1}\nPre-Depends: {needs.Item2}\nRecommends: {others.Item1}\nProvides: {others.Item2}\n").Result;
            var relations = catalogue.Relations().Where(relation => relation.Type != CatalogueRelations.OnlyProvidedBy).ToList();
            Assert.Equal(catalogue.Counts.TotalEntries, relations.Count);
            Assert.Equal(relations.Count, relations.DistinctBy(relation => (relation.From, relation.Type, relation.To, relation.Key)).Count());
        }).QuickCheckThrowOnFailure();
    }
}
