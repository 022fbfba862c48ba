using System.Text.Json;
using ThreeDb.Client;
using ThreeDb.DebianCatalogue;

namespace ThreeDb.Cli;

/// <summary>Loads the demo's catalogue over HTTP, unless it is there.</summary>
internal sealed class DemoLoad(Call call, ThreeDbClient db)
{
    private const string MarkerType = "demo";
    private const string MarkerId = "demo/debian";

    public async Task<LoadReport> EnsureAsync(int? limit)
    {
        if (await FindAsync() is { } loaded && (loaded.Limit is null || loaded.Limit >= limit))
        {
            return loaded;
        }

        var began = call.Shell.Time.GetTimestamp();
        Catalogue catalogue;
        string source;
        await using (var progress = new ProvisionDisplay(call.Screen, call.Shell))
        {
            (catalogue, source) = await DemoSource.ReadAsync(call, limit, progress);
        }

        foreach (var (name, definition) in CatalogueTypes.Definitions)
        {
            await db.Types.PutAsync(name, definition, call.Token);
        }

        await ProgressBoard.RunAsync(call, async board =>
        {
            foreach (var phase in catalogue.Phases)
            {
                await RunAsync(phase, board.Begin(phase.Name, phase.Count));
            }

            return true;
        });
        return await MarkAsync(Report(catalogue.Counts, source, limit, call.Shell.Time.GetElapsedTime(began)));
    }

    private async Task RunAsync(CataloguePhase phase, ProgressPart part)
    {
        var options = new BulkOptions { Progress = new Progress(part) };
        var summary = await db.BulkAsync(phase.Mutations.ToAsyncEnumerable(), options, call.Token);
        if (summary.Failed > 0)
        {
            var first = summary.Errors[0];
            throw new ThreeDbException(first.Error.Code, $"{Quantity.Count(summary.Failed)} of {Quantity.Count(phase.Count)} {phase.Name} were refused; the first: {first.Error.Message}", first.Error.Hint);
        }

        part.Finish(phase.Count);
    }

    private async Task<LoadReport?> FindAsync() => await db.Entities.GetAsync(MarkerId, call.Token) is { } marker
        ? marker.Data.Deserialize<LoadReport>(ThreeDbJson.Options)! with { WasLoaded = false }
        : null;

    // The last thing that is written: a load that was interrupted has no marker, and is done again; what is there stays as it is.
    private async Task<LoadReport> MarkAsync(LoadReport report)
    {
        await db.Types.PutAsync(MarkerType, new EntityTypeDefinition { Text = [], Embed = false }, call.Token);
        var create = new CreateOptions { OnConflict = ConflictPolicy.Replace };
        await db.Entities.CreateAsync(MarkerType, JsonSerializer.SerializeToElement(report, ThreeDbJson.Options), MarkerId, create, call.Token);
        return report;
    }

    private LoadReport Report(CatalogueCounts counts, string source, int? limit, TimeSpan elapsed) => new()
    {
        Source = source,
        Limit = limit,
        Packages = counts.Packages,
        VirtualPackages = counts.VirtualPackages,
        Sections = counts.Sections,
        Sources = counts.Sources,
        Maintainers = counts.Maintainers,
        Tags = counts.Tags,
        TagAssignments = counts.TagAssignments,
        DescriptionBytes = counts.DescriptionBytes,
        Entries = counts.TotalEntries,
        Seconds = Math.Round(elapsed.TotalSeconds, 2),
        At = call.Shell.Time.GetUtcNow(),
        WasLoaded = true,
    };

    private sealed class Progress(ProgressPart part) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => part.Report(value.Items);
    }
}
