using System.Diagnostics;
using System.Text;

namespace ThreeDb.Benchmarks;

/// <summary>Bulk loads beside COPY of the same documents, and the memory of the server.</summary>
internal static class BulkSuite
{
    private const int Batch = 20_000;

    public static async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var report = context.Report;
        var documents = new List<(string Id, string Json)>();
        var mutations = new List<Mutation>();
        for (var i = 0; i < Batch; i++)
        {
            documents.Add((BenchmarkDocuments.IdOf(i), Encoding.UTF8.GetString(context.Documents.Bytes(i).WrittenSpan)));
            mutations.Add(context.Documents.Mutation(i));
        }

        context.Options.Doing?.Invoke($"bulk loads of {Batch:N0} entities");
        var rounds = await Rounds.AlternateAsync(
            round => OursAsync(context, $"bulk{round}", mutations, cancellationToken),
            round => CopyAsync(context, $"bare.copy{round}", documents, cancellationToken),
            cancellationToken);
        report.Add("bulk load", "entities/s", "COPY of the same JSON", rounds, Bound.RatioAtLeast(0.25));

        var same = await Rounds.AlternateAsync(
            round => OursAsync(context, $"again{round}", mutations, cancellationToken),
            async round => Batch / (await SameTables.RunAsync(context.Database, "bulk0", $"same{round}", cancellationToken)).TotalSeconds,
            cancellationToken);
        report.Add("bulk load beside finished rows", "entities/s", "COPY into the same tables and indexes", same);

        var (ours, copy) = context.Loading;
        report.Add($"bulk load of {context.Options.Rows:N0} over HTTP, cold", "entities/s", context.Options.Rows / ours.TotalSeconds,
            "COPY of the same JSON", context.Options.Rows / copy.TotalSeconds);
        if (context.Server.PeakMemory() is { } peak)
        {
            report.Add("server memory while loading, peak", "MB", peak, null, null, Bound.ValueAtMost(300, "MB"));
        }
    }

    private static async Task<double> OursAsync(BenchmarkContext context, string tenant, IReadOnlyList<Mutation> mutations, CancellationToken cancellationToken)
    {
        var db = await context.TenantAsync(tenant, cancellationToken);
        await db.Types.PutAsync(BenchmarkDocuments.Type, BenchmarkDocuments.Definition, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var summary = await db.BulkAsync(mutations.ToAsyncEnumerable(), cancellationToken: cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return summary.Created == mutations.Count ? mutations.Count / elapsed.TotalSeconds
            : throw new InvalidOperationException($"Only {summary.Created:N0} of {mutations.Count:N0} entities were loaded.");
    }

    private static async Task<double> CopyAsync(BenchmarkContext context, string table, IReadOnlyList<(string, string)> documents, CancellationToken cancellationToken)
    {
        await context.Database.RunAsync($"create table {table} (like bare.document including all)", cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await BareCopy.RunAsync(context.Database, table, documents, cancellationToken);
        return documents.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
