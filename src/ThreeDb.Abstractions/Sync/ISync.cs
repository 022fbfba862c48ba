using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>The projections of a tenant: what they are, how they are, and what can be done with them.</summary>
public interface ISync
{
    /// <summary>All projections, by name.</summary>
    Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One projection.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7005</c>.</exception>
    Task<ProjectionStatus> GetAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Adds a projection, or changes its settings or rules. New settings begin a rebuild; new rules a rebuild of the types that they concern.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7006</c> with every fault, by JSON pointer.</exception>
    Task<ProjectionStatus> PutAsync(string name, ProjectionDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Removes a projection, and by default what it made in its engine.</summary>
    Task DeleteAsync(string name, bool keepData = false, CancellationToken cancellationToken = default);

    /// <summary>Stops applying; changes wait in the log.</summary>
    Task<ProjectionStatus> PauseAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Goes on after a pause, or at once instead of at the next attempt.</summary>
    Task<ProjectionStatus> ResumeAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Builds it anew from the source, beside the live feed.</summary>
    Task<ProjectionStatus> RebuildAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Compares it with the source and repairs it, beside the live feed.</summary>
    Task<ProjectionStatus> ReconcileAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>What the last comparisons found, newest first.</summary>
    Task<IReadOnlyList<ReconcileReport>> ReportsAsync(string name, int limit = 20, CancellationToken cancellationToken = default);

    /// <summary>Keys that could not be applied, oldest first.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string name, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Tries keys again with what the source holds now; all of them when none are named.</summary>
    /// <returns>How many will be tried.</returns>
    Task<int> RetryAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets keys that could not be applied; the next change of each, or a reconcile, tries it again. All of them when none are named.</summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> DiscardAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default);

    /// <summary>Asks the projection's engine a read query in Cypher.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7007</c> when the engine takes no queries, <c>TDB7009</c>, <c>TDB7001</c>, <c>TDB2016</c>.</exception>
    Task<RoutedAnswer> QueryAsync(string name, RoutedQuery query, CancellationToken cancellationToken = default);
}

/// <summary>What a projection is.</summary>
public sealed record ProjectionDefinition
{
    /// <summary>The kind of engine: <c>falkordb</c>, <c>neo4j</c>, <c>age</c>, <c>valkey</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How to reach the engine; members depend on the kind. A secret is given as <c>passwordFile</c> or <c>passwordVariable</c>, never in clear.</summary>
    public JsonElement? Settings { get; init; }

    /// <summary>What goes there and how; everything, unchanged, when null.</summary>
    public SyncRules? Rules { get; init; }

    /// <summary>What was wrong with the JSON that it was read from (<see cref="ProjectionJson"/>). <see cref="ISync.PutAsync"/> refuses it with this, and with all else that is wrong.</summary>
    [JsonIgnore]
    public IReadOnlyList<FieldError> Faults { get; init; } = [];
}

/// <summary>A question to an engine.</summary>
public sealed record RoutedQuery
{
    /// <summary>A read query in Cypher.</summary>
    public required string Cypher { get; init; }

    /// <summary>Values for <c>$name</c> in the query.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Parameters { get; init; }

    /// <summary>The largest number of rows: 1 to 10,000; default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How long the engine may take: up to 60 s; default 5 s.</summary>
    public double TimeoutSeconds { get; init; } = 5;

    /// <summary>What the projection must have applied before it is asked; null for nothing. <see cref="IThreeDb.AtLeast"/> sets it.</summary>
    public Position? AtLeast { get; init; }

    /// <summary>How long to wait for that: 0 to 60 s; default 2 s.</summary>
    public double WaitSeconds { get; init; } = 2;
}

/// <summary>What an engine answered.</summary>
/// <param name="Engine">The kind of engine that answered.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Truncated">Whether there were more.</param>
/// <param name="Position">What the engine had applied when it was asked.</param>
/// <param name="LagSeconds">How old that was; null when it is not known.</param>
/// <param name="Milliseconds">How long the engine took.</param>
public sealed record RoutedAnswer(
    string Engine, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows, bool Truncated, Position Position, double? LagSeconds, double Milliseconds);
