using System.Text.Json;

namespace ThreeDb.Projections;

/// <summary>A projection that answers read queries in Cypher: those of users, routed to it on request, and its algorithms.</summary>
public interface IQueryableProjection : IProjection
{
    /// <summary>Runs a read query. The guard refuses everything that may write, and what is too large or too deep.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7009</c> when the guard or the engine refuses it, <c>TDB4007</c> when it takes too long, <c>TDB7001</c>.</exception>
    /// <exception cref="ProjectionLostException">The engine does not hold the projection (any more): nothing is answered from what somebody emptied.</exception>
    Task<EngineAnswer> QueryAsync(EngineQuery query, CancellationToken cancellationToken);
}

/// <summary>A query for an engine.</summary>
/// <param name="Cypher">The text.</param>
/// <param name="Parameters">Values for <c>$name</c> in the text.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="MaxRows">The largest number of rows in the answer; a cut answer says so.</param>
public sealed record EngineQuery(string Cypher, IReadOnlyDictionary<string, JsonElement> Parameters, TimeSpan Timeout, int MaxRows);

/// <summary>What an engine answered.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows; nodes and relations as objects of their properties.</param>
/// <param name="Truncated">Whether there were more rows.</param>
public sealed record EngineAnswer(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows, bool Truncated);
