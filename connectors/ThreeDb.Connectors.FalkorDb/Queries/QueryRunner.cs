using System.Globalization;
using System.Text;
using System.Text.Json;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Answers queries of users: guarded, in the engine's read-only mode, with a deadline in the engine and one outside of it.</summary>
internal sealed class QueryRunner(QueryClients clients, string key) : IAsyncDisposable
{
    private const int Attempts = 3;

    // What the engine's own deadline does not see: reading the query, and sending the answer.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private PropertyNames _names = PropertyNames.None;

    public async Task<EngineAnswer> RunAsync(EngineQuery query, CancellationToken cancellationToken)
    {
        var guarded = CypherGuard.Check(query.Cypher, FalkorDbGuard.Rules);
        var limited = guarded.TakesLimit ? guarded with { Text = string.Create(CultureInfo.InvariantCulture, $"{guarded.Text} LIMIT {query.MaxRows + 1}") } : guarded;
        var text = QueryParameters.Write(limited, query.Parameters).Written;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(query.Timeout + s_grace);
        try
        {
            return await clients.UseAsync((client, token) => AskAsync(client, text, query, token), deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLong(query);
        }
        catch (RespErrorException e) when (e.Text.Contains("timed out", StringComparison.OrdinalIgnoreCase))
        {
            throw TooLong(query);
        }
        catch (RespErrorException e) when (e.Text.Contains("Invalid graph operation on empty key", StringComparison.Ordinal))
        {
            throw Lost();
        }
        catch (RespErrorException e) when (!e.IsTransient)
        {
            throw new ThreeDbException(ErrorCodes.QueryRefused, $"FalkorDB refuses it: {e.Text}", "Correct the query; FalkorDB knows a part of openCypher.", inner: e);
        }
    }

    public ValueTask DisposeAsync() => clients.DisposeAsync();

    private async Task<EngineAnswer> AskAsync(RespClient client, ReadOnlyMemory<byte> text, EngineQuery query, CancellationToken cancellationToken)
    {
        var milliseconds = (long)Math.Max(1, query.Timeout.TotalMilliseconds);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            // Sent together, answered in order: when the identity is the same before and after, the answer is of that graph.
            var before = PropertyNames.IdentityAsync(client, key, cancellationToken);
            var answering = EngineBusy.SendAsync(client, "GRAPH.RO_QUERY", [key, text, "--compact", "TIMEOUT", milliseconds], query.Timeout + s_grace + s_grace, cancellationToken);
            var after = PropertyNames.IdentityAsync(client, key, cancellationToken);
            await Task.WhenAll(before, answering, after).ConfigureAwait(false);
            var identity = await before.ConfigureAwait(false);
            if (identity != await after.ConfigureAwait(false))
            {
                continue;
            }

            if (identity.Length == 0)
            {
                throw Lost();
            }

            var answer = new CompactAnswer(await answering.ConfigureAwait(false));
            var json = new CompactJson(_names.Identity == identity ? _names : PropertyNames.None);
            var read = Read(answer, json, query.MaxRows);
            if (!json.HasUnknownNames)
            {
                return read;
            }

            _names = await PropertyNames.ReadAsync(client, key, cancellationToken).ConfigureAwait(false);
            json = new CompactJson(_names);
            read = Read(answer, json, query.MaxRows);
            if (_names.Identity == identity && !json.HasUnknownNames)
            {
                return read;
            }
        }

        throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"The graph '{key}' was replaced several times while it was asked.");
    }

    private static EngineAnswer Read(CompactAnswer answer, CompactJson json, int maxRows)
    {
        var rows = new List<IReadOnlyList<JsonElement>>();
        foreach (var row in answer.Rows[..Math.Min(maxRows, answer.Rows.Length)])
        {
            rows.Add(json.Row(row.AsItems()));
        }

        return new EngineAnswer([.. answer.Columns.ToArray().Select(column => column.Items[1].AsText()!)], rows, answer.Rows.Length > maxRows);
    }

    private ProjectionLostException Lost() => new($"The graph '{key}' is not there: the server was emptied, or came back without it.");

    private static ThreeDbException TooLong(EngineQuery query) =>
        new(ErrorCodes.DeadlineExceeded, $"FalkorDB did not answer the query within {query.Timeout.TotalSeconds:0.###} s.", "Ask for less, or allow more time.");
}
