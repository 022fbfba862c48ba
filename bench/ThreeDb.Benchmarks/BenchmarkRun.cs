namespace ThreeDb.Benchmarks;

/// <summary>Runs suites of benchmarks.</summary>
public static class BenchmarkRun
{
    private static readonly Dictionary<string, Func<BenchmarkContext, CancellationToken, Task>> Suites = new(StringComparer.Ordinal)
    {
        ["bulk"] = BulkSuite.RunAsync,
        ["write"] = WriteSuite.RunAsync,
        ["search"] = SearchSuite.RunAsync,
        ["graph"] = GraphSuite.RunAsync,
        ["sync"] = SyncSuite.RunAsync,
    };

    /// <summary>Runs the suites asked for, one after the other on the same database, which is dropped at the end.</summary>
    /// <param name="options">What to measure and where.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The figures, in the order in which they were taken.</returns>
    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var name in options.Suites.Where(name => !Suites.ContainsKey(name)))
        {
            throw new ArgumentException($"There is no benchmark '{name}'; there are {string.Join(", ", BenchmarkOptions.AllSuites)}.", nameof(options));
        }

        await using var context = await BenchmarkContext.CreateAsync(options, cancellationToken);
        foreach (var name in BenchmarkOptions.AllSuites.Where(options.Suites.Contains))
        {
            context.Report.Suite = name;
            await Suites[name](context, cancellationToken);
        }

        return context.Report.Results;
    }
}
