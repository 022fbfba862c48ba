using ThreeDb.LocalPostgres;
using ThreeDb.Testing;

namespace ThreeDb.DebianCatalogue.Tests;

/// <summary>Debian 13's real lists, fetched by apt as the demo does.</summary>
public sealed class FullCatalogueTests
{
    [Fact]
    public async Task Real_catalogue_has_the_figures_that_were_counted_by_other_means()
    {
        // Counted on 2026-11-21 with grep and awk; point releases change a stable archive by little.
        var counts = (await ReadAsync(null)).Counts;
        About(68_820, counts.Packages);
        About(65_371, counts.VirtualPackages);
        About(9_701, counts.MissingPackages);
        About(58, counts.Sections);
        About(37_478, counts.Sources);
        About(597, counts.Tags);
        About(102_140, counts.TagAssignments);
        About(2_095, counts.MaintainerSpellings);
        About(1_978, counts.Maintainers);
        About(482_232, counts.TotalEntries);
        About(64_576, counts.TotalRelations - counts.TotalEntries);
        About(315_277, counts.Entries["Depends"]);
        About(1_316, counts.Entries["Pre-Depends"]);
        About(34_403, counts.Entries["Recommends"]);
        About(27_737, counts.Entries["Suggests"]);
        About(2_123, counts.Entries["Enhances"]);
        About(13_303, counts.Entries["Breaks"]);
        About(7_109, counts.Entries["Conflicts"]);
        About(12_324, counts.Entries["Replaces"]);
        About(68_640, counts.Entries["Provides"]);
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

    private static void About(int counted, int read) => Assert.InRange(read, counted * 0.98, counted * 1.02);

    private static async Task<Catalogue> ReadAsync(int? limit)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var apt = new PackageStore().Apt;
        try
        {
            await apt.EnsureListsAsync(TimeSpan.MaxValue, progress: null, cancellationToken);
        }
        catch (ThreeDbException e)
        {
            Prerequisite.Missing($"Debian's lists cannot be fetched: {e.Message}", e.Hint);
        }

        return await apt.ReadAptCacheAsync(["dumpavail"], packages => apt.ReadListAsync(apt.TranslationList!,
            translations => Catalogue.ReadAsync(packages, translations, limit, cancellationToken), cancellationToken), cancellationToken);
    }
}
