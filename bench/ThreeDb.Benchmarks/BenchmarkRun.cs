using Npgsql;

namespace ThreeDb.Benchmarks;

/// <summary>Runs suites of benchmarks.</summary>
public static class BenchmarkRun
{
    private const string Graph = "graph";
    private const string Sync = "sync";

    // Those that work on the same entities.
    private static readonly Dictionary<string, Func<BenchmarkContext, CancellationToken, Task>> Suites = new(StringComparer.Ordinal)
    {
        ["bulk"] = BulkSuite.RunAsync,
        ["write"] = WriteSuite.RunAsync,
        ["search"] = SearchSuite.RunAsync,
        ["network"] = NetworkSuite.RunAsync,
        [Sync] = SyncSuite.RunAsync,
    };

    /// <summary>Runs the suites asked for, one after the other on the same database, the one about graphs on databases of its own; all are dropped at the end.</summary>
    /// <param name="options">What to measure and where.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The figures, in the order in which they were taken.</returns>
    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var name in options.Suites.Where(name => !BenchmarkOptions.AllSuites.Contains(name)))
        {
            throw new ArgumentException($"There is no benchmark '{name}'; there are {string.Join(", ", BenchmarkOptions.AllSuites)}.", nameof(options));
        }

        if (options.Minutes is < 0 or > 0 and < BenchmarkOptions.LeastMinutes)
        {
            throw new ArgumentException($"Memory is watched for {BenchmarkOptions.LeastMinutes} minutes at least, or not at all.", nameof(options));
        }

        var report = await ReportAsync(options, cancellationToken);
        if (options.Suites.Any(Suites.ContainsKey))
        {
            await using var context = await BenchmarkContext.CreateAsync(options, report, cancellationToken);
            foreach (var name in BenchmarkOptions.AllSuites.Where(name => options.Suites.Contains(name) && Suites.ContainsKey(name)))
            {
                report.Suite = name;
                await Suites[name](context, cancellationToken);
            }
        }

        if (options.Suites.Contains(Sync) && options.Minutes > 0)
        {
            report.Suite = Sync;
            await SteadyMemory.RunAsync(options, report, cancellationToken);
        }

        if (options.Suites.Contains(Graph))
        {
            report.Suite = Graph;
            await GraphSuite.RunAsync(options, report, cancellationToken);
        }

        return report.Results;
    }

    private static async Task<BenchmarkReport> ReportAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(options.ConnectionString);
        await using var version = source.CreateCommand("select split_part(current_setting('server_version'), ' ', 1)");
        return new BenchmarkReport(Machine.Describe((string)(await version.ExecuteScalarAsync(cancellationToken))!), options.Taken ?? (_ => { }));
    }
}
