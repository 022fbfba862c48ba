namespace ThreeDb.DebianCatalogue.Tests;

/// <summary>
/// Debian 13's real lists, where they are at hand: <c>THREEDB_TEST_DEBIAN_AVAIL</c> names a file with the output of <c>apt-cache
/// dumpavail</c>, <c>THREEDB_TEST_DEBIAN_TRANSLATION</c> one with the list <c>Translation-en</c>. The figures are those of 2026-11.
/// </summary>
public sealed class FullCatalogueTests
{
    [Fact]
    public async Task Real_catalogue_has_the_figures_that_were_counted_by_other_means()
    {
        var counts = (await ReadAsync(null)).Counts;
        Assert.Equal((68_820, 65_371, 9_701), (counts.Packages, counts.VirtualPackages, counts.MissingPackages));
        Assert.Equal((58, 37_478, 597, 102_140), (counts.Sections, counts.Sources, counts.Tags, counts.TagAssignments));
        Assert.Equal((2_095, 1_978), (counts.MaintainerSpellings, counts.Maintainers));
        Assert.Equal(
            "Depends 315277, Pre-Depends 1316, Recommends 34403, Suggests 27737, Enhances 2123, Breaks 13303, Conflicts 7109, Replaces 12324, Provides 68640",
            string.Join(", ", counts.Entries.Select(entry => $"{entry.Key} {entry.Value}")));
        Assert.Equal(482_232, counts.TotalEntries);
        Assert.Equal(482_232 + 64_576, counts.TotalRelations);
        Assert.InRange(counts.DescriptionBytes, 20_000_000, 30_000_000);
    }

    [Fact]
    public async Task Real_catalogue_gives_one_relation_for_each_entry()
    {
        var catalogue = await ReadAsync(null);
        Assert.All(catalogue.Phases, phase => Assert.Equal(phase.Count, phase.Mutations.Count()));
        var distinct = catalogue.Relations().Select(relation => (relation.From, relation.Type, relation.To, relation.Key)).ToHashSet();
        Assert.Equal(catalogue.Counts.TotalRelations, distinct.Count);
        Assert.Equal(catalogue.Counts.TotalEntities, catalogue.Entities().Select(entity => entity.Id).Distinct().Count());
    }

    [Fact]
    public async Task Real_ids_and_keys_are_acceptable()
    {
        var catalogue = await ReadAsync(null);
        foreach (var entity in catalogue.Entities())
        {
            Identifiers.CheckId(entity.Id, "/id");
        }

        foreach (var relation in catalogue.Relations())
        {
            Identifiers.CheckId(relation.To, "/to");
            Identifiers.CheckRelationKey(relation.Key, "/key");
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_500)]
    [InlineData(5_000)]
    [InlineData(30_000)]
    public async Task Real_part_hangs_together(int limit)
    {
        var part = await ReadAsync(limit);
        Assert.Equal(limit, part.Counts.Packages);
        PartTests.AssertConsistent(part);
        Assert.InRange(Connectedness.LargestComponent(part), (part.Counts.Packages + part.Counts.VirtualPackages) * 0.95, double.MaxValue);
    }

    private static async Task<Catalogue> ReadAsync(int? limit)
    {
        var available = Environment.GetEnvironmentVariable("THREEDB_TEST_DEBIAN_AVAIL");
        var translations = Environment.GetEnvironmentVariable("THREEDB_TEST_DEBIAN_TRANSLATION");
        if (!File.Exists(available) || !File.Exists(translations))
        {
            Assert.Skip("THREEDB_TEST_DEBIAN_AVAIL and THREEDB_TEST_DEBIAN_TRANSLATION do not name Debian's lists.");
        }

        await using var packages = File.OpenRead(available);
        await using var descriptions = File.OpenRead(translations);
        return await Catalogue.ReadAsync(packages, descriptions, limit, TestContext.Current.CancellationToken);
    }
}
