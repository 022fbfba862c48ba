using ThreeDb.DebianCatalogue;

namespace ThreeDb.Benchmarks;

/// <summary>Debian's catalogue, in a tenant of its own as the demo loads it, built anew in FalkorDB beside its live copy there.</summary>
internal static class CatalogueRebuild
{
    public const string Kind = "falkordb";

    public static async Task RunAsync(BenchmarkContext context, ThreeDbEngine engine, BenchmarkEngine falkorDb, CancellationToken cancellationToken)
    {
        if (context.Options.ReadCatalogue is not { } read)
        {
            return;
        }

        context.Options.Doing?.Invoke("reading Debian's catalogue");
        var catalogue = await read(cancellationToken);
        var entities = catalogue.Counts.TotalEntities;
        var db = await context.TenantAsync(engine, "sync_catalogue", cancellationToken);
        await LoadAsync(context, db, catalogue, cancellationToken);
        context.Report.Rows = entities;
        context.Options.Doing?.Invoke($"building the {entities:N0} entities of the catalogue into {Kind}");
        await ProjectionWork.AddAsync(db, Kind, new ProjectionDefinition { Kind = Kind, Settings = falkorDb.Settings }, cancellationToken);
        context.Options.Doing?.Invoke($"building them anew in {Kind}, beside the live copy");
        var elapsed = await ProjectionWork.RebuildAsync(db, Kind, cancellationToken);
        context.Options.Doing?.Invoke($"comparing the {entities:N0} entities of the catalogue with {Kind}");
        await ProjectionWork.CompareAsync(db, Kind, entities, cancellationToken);

        // The target is one for the whole catalogue.
        Bound? target = catalogue.IsWhole ? Bound.ValueAtMost(60, "s") : null;
        context.Report.Add($"rebuild of Debian's catalogue in {Kind}", "s", elapsed.TotalSeconds, null, null, target);
        await db.Sync.DeleteAsync(Kind, cancellationToken: cancellationToken);
    }

    private static async Task LoadAsync(BenchmarkContext context, TenantDb db, Catalogue catalogue, CancellationToken cancellationToken)
    {
        foreach (var (name, definition) in CatalogueTypes.Definitions)
        {
            await db.Types.PutAsync(name, definition, cancellationToken);
        }

        foreach (var phase in catalogue.Phases)
        {
            context.Options.Doing?.Invoke($"loading Debian's catalogue: {phase.Count:N0} {phase.Name}");
            var summary = await db.BulkAsync(phase.Mutations.ToAsyncEnumerable(), cancellationToken: cancellationToken);
            if (summary.Failed > 0)
            {
                var first = summary.Errors[0].Error;
                throw new InvalidOperationException($"{summary.Failed:N0} of {phase.Count:N0} {phase.Name} were refused; the first: {first.Message}", first);
            }
        }

        await context.SettleAsync(cancellationToken);
    }
}
