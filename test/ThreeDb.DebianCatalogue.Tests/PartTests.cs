namespace ThreeDb.DebianCatalogue.Tests;

public sealed class PartTests
{
    private const string Small = """
        Package: zzz
        Depends: yyy

        Package: yyy

        Package: aaa
        Recommends: bash

        Package: bash
        Pre-Depends: nothing | libc
        Depends: editor, extra | zzz
        Recommends: docs
        Provides: shell

        Package: libc

        Package: vi
        Provides: editor, bbb, aaa
        Conflicts: zzz

        Package: pico
        Provides: editor, aaa

        Package: docs
        Depends: viewer

        Package: viewer

        """;

    [Theory]
    [InlineData(1, "bash")]
    [InlineData(2, "bash libc")]
    [InlineData(3, "bash libc vi")]
    [InlineData(4, "bash libc vi zzz")]
    [InlineData(5, "bash libc vi yyy zzz")]
    [InlineData(7, "bash docs libc vi viewer yyy zzz")]
    [InlineData(8, "aaa bash docs libc vi viewer yyy zzz")]
    [InlineData(9, "aaa bash docs libc pico vi viewer yyy zzz")]
    public async Task Part_begins_with_the_well_known_and_what_they_depend_on(int limit, string packages)
    {
        var part = await CatalogueText.ReadAsync(Small, limit: limit);
        var loaded = part.Entities().Where(entity => entity.Type == CatalogueTypes.Package).Select(entity => entity.Id!["package/".Length..]);
        Assert.Equal(packages, string.Join(' ', loaded.Order()));
        Assert.Equal(limit, part.Counts.Packages);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task Part_is_a_subset_of_the_whole_without_loose_ends(int limit)
    {
        var part = await CatalogueText.ReadAsync(Small, limit: limit);
        Assert.Subset((await CatalogueText.ReadAsync(Small)).Lines().ToHashSet(), part.Lines().ToHashSet());
        AssertConsistent(part);
        Assert.False(part.IsWhole);
        Assert.Equal(part.Lines(), (await CatalogueText.ReadAsync(Small, limit: limit)).Lines());
    }

    [Fact]
    public async Task Part_as_large_as_the_whole_is_the_whole()
    {
        var (whole, part) = (await CatalogueText.ReadAsync(Small), await CatalogueText.ReadAsync(Small, limit: 9));
        Assert.Equal(whole.Lines(), part.Lines());
        Assert.True(whole.IsWhole);
        Assert.True(part.IsWhole);
    }

    /// <summary>Counts are those of the mutations, and both ends of every relation are entities that are loaded.</summary>
    internal static void AssertConsistent(Catalogue part)
    {
        var entities = part.Entities().ToDictionary(entity => entity.Id!, entity => entity.Type);
        Assert.Equal(part.Counts.TotalEntities, entities.Count);
        Assert.All(part.Phases, phase => Assert.Equal(phase.Count, phase.Mutations.Count()));
        Assert.All(part.Relations(), relation => Assert.True(entities.ContainsKey(relation.From) && entities.ContainsKey(relation.To)));
        Assert.Equal(0, part.Counts.MissingPackages);
        foreach (var (type, count) in part.Counts.Relations)
        {
            Assert.Equal(count, part.Relations().Count(relation => relation.Type == type));
        }
    }
}
