using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>Runs queries of users: 1 the guard; 2 a connection of its own; 3 a transaction that is always rolled back (<see cref="RolledBackRun"/>); 4 a deadline from outside.</summary>
/// <remarks>A query that ended the server is not run a second time.</remarks>
internal sealed class AgeQueries(AgeConnections connections, AgeErrors errors, RolledBackRun run, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 4;
    private const int MostDeadly = 1_000;

    // How much longer than the server's own time limit the deadline from outside is.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly ConcurrentDictionary<string, bool> _deadly = [];

    /// <exception cref="ThreeDbException"><c>TDB7009</c>, <c>TDB4007</c>, <c>TDB7001</c>.</exception>
    public async Task<EngineAnswer> RunAsync(EngineQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        IReadOnlyList<CypherToken> tokens = [];
        var guarded = CypherGuard.Check(query.Cypher, AgeGuard.Rules with { Check = all => AgeGuard.Rules.Check!(tokens = all) });
        var columns = ReturnColumns.Of(tokens);
        var fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(guarded.Text)));
        if (_deadly.ContainsKey(fingerprint))
        {
            throw new ThreeDbException(ErrorCodes.QueryRefused, "This query ended the server when it ran before; it is not run again.",
                "Write it in another way, and report it to the Apache AGE project.");
        }

        using var deadline = new CancellationTokenSource(query.Timeout + s_grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var isRunning = false;
        try
        {
            await _places.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                var connection = await connections.OpenForUserAsync(either.Token).ConfigureAwait(false);
                await using var ownConnection = connection.ConfigureAwait(false);
                isRunning = true;
                return await run.RunAsync(connection, query, guarded, columns, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TooLong(query, e);
        }
        catch (Exception e) when (e is not OperationCanceledException && errors.Translate(e) is { } translated)
        {
            if (isRunning && AgeErrors.IsDeath(e) && _deadly.Count < MostDeadly)
            {
                _deadly.TryAdd(fingerprint, true);
            }

            throw e switch
            {
                PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => TooLong(query, e),
                PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction } refused => Refused(refused),
                PostgresException refused when errors.OfServer(refused) is null => Refused(refused),
                _ => translated,
            };
        }
    }

    public void Dispose() => _places.Dispose();

    private static ThreeDbException TooLong(EngineQuery query, Exception inner) => new(ErrorCodes.DeadlineExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The query did not end within {query.Timeout.TotalSeconds:0.###} s, and was stopped."),
        "Ask for less: paths of variable length are slow in Apache AGE.", inner: inner);

    private static ThreeDbException Refused(PostgresException e) => new(ErrorCodes.QueryRefused, $"Apache AGE refuses the query: {e.MessageText}.",
        "Apache AGE knows only a part of openCypher: see docs/guide/projection-age.md.", inner: e);
}
