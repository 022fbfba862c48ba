using ThreeDb.DebianCatalogue;
using ThreeDb.Projections;

namespace ThreeDb.Benchmarks;

/// <summary>What to measure and where.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>The names of all suites, in the order in which they run.</summary>
    public static IReadOnlyList<string> AllSuites { get; } = ["bulk", "write", "search", "network", "sync", "graph"];

    /// <summary>The smallest number of <see cref="Minutes"/>: the second is compared with the last.</summary>
    public const int LeastMinutes = 3;

    /// <summary>A connection string of an administrator of the PostgreSQL to measure on. A database is made there and dropped again.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Starts a server in a process of its own on a database, which is a connection string, and tells when it serves.</summary>
    public required Func<string, CancellationToken, Task<BenchmarkServer>> StartServer { get; init; }

    /// <summary>The suites to run; default all.</summary>
    public IReadOnlyList<string> Suites { get; init; } = AllSuites;

    /// <summary>The connectors to measure projections with.</summary>
    public IReadOnlyList<IProjectionFactory> Connectors { get; init; } = [];

    /// <summary>Provides engines of these kinds, as many as are at hand, and stops them when disposed. Asked when a suite that needs them runs.</summary>
    public Func<IReadOnlyList<string>, CancellationToken, Task<BenchmarkEngines>>? StartEngines { get; init; }

    /// <summary>Reads Debian's package catalogue: one of the graphs, and what a projection is rebuilt with. Without it these are left out.</summary>
    public Func<CancellationToken, Task<Catalogue>>? ReadCatalogue { get; init; }

    /// <summary>Whether graphs are grown to 10,000,000 relations, which takes minutes, rather than to 1,000,000.</summary>
    public bool Large { get; init; }

    /// <summary>For how many minutes the suite of projections watches the memory of a server under steady writes; 0, the default, for not at all.</summary>
    public int Minutes { get; init; }

    /// <summary>How many entities are loaded before anything is measured; default 100,000.</summary>
    public int Rows { get; init; } = 100_000;

    /// <summary>Told what is done at the moment.</summary>
    public Action<string>? Doing { get; init; }

    /// <summary>Told each figure as soon as it is taken.</summary>
    public Action<BenchmarkResult>? Taken { get; init; }
}
