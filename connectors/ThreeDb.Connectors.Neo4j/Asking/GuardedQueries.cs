using System.Buffers;
using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Runs the read queries of people: guarded, in read mode, with a deadline that the server is held to, and only where nobody else's data can be seen.</summary>
/// <remarks>
/// Community has one database and no rights within it, and Cypher cannot be confined to some of the nodes. So a query is answered only while the projection is the only one in
/// its database, and holds it. Both are read from its node, before and after: a projection makes its node before its first row and removes it after its last, and a copy that is
/// made again has another one. So what was answered between two looks at the same copy is of that copy, as in one transaction.
/// </remarks>
internal sealed class GuardedQueries(QueryApi api, string owner, TimeProvider time)
{
    private const string Writes = "Neo.ClientError.Statement.AccessMode";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly CypherRules _rules = GdsRules.For(owner);

    public async Task<EngineAnswer> RunAsync(EngineQuery query, CancellationToken cancellationToken)
    {
        var guarded = CypherGuard.Check(query.Cypher, _rules);
        var before = await CopyAsync(cancellationToken).ConfigureAwait(false);
        var answer = await AskAsync(guarded, query, cancellationToken).ConfigureAwait(false);
        return await CopyAsync(cancellationToken).ConfigureAwait(false) == before
            ? answer
            : throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"The projection '{owner}' was replaced in Neo4j while it was asked.");
    }

    private async Task<EngineAnswer> AskAsync(GuardedCypher guarded, EngineQuery query, CancellationToken cancellationToken)
    {
        var rows = new List<IReadOnlyList<JsonElement>>();
        var truncated = false;
        var mark = $"3db {Guid.CreateVersion7(time.GetUtcNow()):n}";
        using var deadline = new CancellationTokenSource(query.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var answer = await api.RunAsync(
                new Query($"/* {mark} */ {guarded.Text}")
                {
                    IsRead = true,
                    IsTyped = true,
                    Deadline = Timeout.InfiniteTimeSpan,
                    Parameters = chunks => WriteParameters(chunks.Json, query.Parameters),
                    OnRow = row =>
                    {
                        truncated = rows.Count == query.MaxRows;
                        if (!truncated)
                        {
                            rows.Add([.. row.EnumerateArray().Select(Plain)]);
                        }

                        return !truncated;
                    },
                },
                stop.Token).ConfigureAwait(false);
            return new EngineAnswer(answer.Fields, rows, truncated);
        }
        catch (OperationCanceledException e)
        {
            await EndAsync(mark).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new ThreeDbException(ErrorCodes.DeadlineExceeded, $"Neo4j has not answered the query within {query.Timeout.TotalSeconds:0.##} s.", inner: e);
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.ProjectionFailed)
        {
            // That it writes is Neo4j's to find out where the guard did not; everything else that it complains of is a fault of the query.
            throw new ThreeDbException(ErrorCodes.QueryRefused, e.Message, e.Message.Contains(Writes, StringComparison.Ordinal) ? null : "Correct the query where Neo4j says.", inner: e);
        }
    }

    // Neo4j goes on with a statement whose connection is gone, and the Query API takes no deadline. So the transaction is looked for by its mark and ended.
    private async Task EndAsync(string mark)
    {
        var statement = $"""
            SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery STARTS WITH '/* {mark} */' RETURN transactionId
            """;
        try
        {
            var found = new List<string>();
            await RunShortlyAsync(statement, row => found.Add(row[0].GetString()!), CancellationToken.None).ConfigureAwait(false);
            foreach (var transaction in found)
            {
                await RunShortlyAsync($"TERMINATE TRANSACTIONS '{transaction}'", _ => { }, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (ThreeDbException)
        {
            // The server is busy or gone. It ends the transaction itself where 'db.transaction.timeout' is set.
        }
    }

    /// <summary>Tells the copy that the database holds from one that is made after it.</summary>
    private async Task<string?> CopyAsync(CancellationToken cancellationToken)
    {
        var (others, isHeld, copy) = (0, false, (string?)null);
        await RunShortlyAsync(
            $"MATCH (f:`{Names.Projection}`) RETURN f.projection, f.copy LIMIT 2",
            row =>
            {
                var isOwn = row[0].GetString() == owner;
                others += isOwn ? 0 : 1;
                isHeld |= isOwn;
                copy = isOwn ? row[1].GetString() : copy;
            },
            cancellationToken).ConfigureAwait(false);
        if (others > 0)
        {
            throw new ThreeDbException(ErrorCodes.QueryRefused, "The database of Neo4j holds other projections as well, and a query there would see them.",
                "Give the projection a database of its own ('database' in its settings; Community has one for each server).");
        }

        return isHeld ? copy : throw ProjectionNode.Lost(owner);
    }

    private async Task RunShortlyAsync(string statement, Action<JsonElement> onRow, CancellationToken cancellationToken) => await api.RunAsync(
        new Query(statement)
        {
            IsRead = true,
            Deadline = s_patience,
            OnRow = row =>
            {
                onRow(row);
                return true;
            },
        },
        cancellationToken).ConfigureAwait(false);

    private static Task WriteParameters(Utf8JsonWriter json, IReadOnlyDictionary<string, JsonElement> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        return Task.CompletedTask;
    }

    private static JsonElement Plain(JsonElement typed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            TypedValue.Write(json, typed);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
