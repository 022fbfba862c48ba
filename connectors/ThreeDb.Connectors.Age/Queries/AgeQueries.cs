using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>Runs queries of users: 1 guard; 2 a connection of its own, as a role that can only read; 3 a transaction that is always rolled back; 4 a deadline.</summary>
/// <remarks>
/// The guard is not trusted alone, and neither are the role and READ ONLY: SET, REMOVE and DELETE of AGE 1.5 pass both. What any of them let through is rolled back.
/// A query that ended the server is not run a second time.
/// </remarks>
internal sealed class AgeQueries(AgeConnections connections, string graph, string reader, TimeProvider time) : IDisposable
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
                return await RunAsync(connection, query, guarded, columns, either.Token).ConfigureAwait(false);
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
        catch (Exception e) when (e is not OperationCanceledException && AgeErrors.Translate(e) is { } translated)
        {
            if (isRunning && AgeErrors.IsDeath(e) && _deadly.Count < MostDeadly)
            {
                _deadly.TryAdd(fingerprint, true);
            }

            throw e switch
            {
                PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => TooLong(query, e),
                PostgresException refused when !translated.IsTransient => Refused(refused),
                _ => translated,
            };
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<EngineAnswer> RunAsync(
        NpgsqlConnection connection, EngineQuery query, GuardedCypher guarded, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ownTransaction = transaction.ConfigureAwait(false); // Nothing here commits: the end is a rollback.

        // Any function of AGE brings its library in, which then understands cypher(): the same when the library is not preloaded.
        await transaction.RunAsync(string.Create(CultureInfo.InvariantCulture, $"""
            select '1'::agtype;
            set transaction read only;
            set local statement_timeout = {(long)Math.Clamp(query.Timeout.TotalMilliseconds, 1, int.MaxValue)};
            set local age.enable_containment = off;
            set local role {reader};
            """), cancellationToken).ConfigureAwait(false);
        var command = transaction.Command(Sql(guarded, columns.Count));
        await using var ownCommand = command.ConfigureAwait(false);
        command.AllResultTypesAreUnknown = true;
        command.CommandTimeout = 0; // The deadline comes by the token.
        if (guarded.Parameters.Count > 0)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = Parameters(query, guarded), NpgsqlDbType = NpgsqlDbType.Unknown });
        }

        var rows = new List<IReadOnlyList<JsonElement>>();
        var dataReader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = dataReader.ConfigureAwait(false);
        while (await dataReader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (rows.Count == query.MaxRows)
            {
                command.Cancel();
                return new EngineAnswer(columns, rows, Truncated: true);
            }

            var row = new JsonElement[columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = AgtypeAnswer.ToJson(dataReader.IsDBNull(i) ? "null" : dataReader.GetString(i));
            }

            rows.Add(row);
        }

        return new EngineAnswer(columns, rows, Truncated: false);
    }

    // The graph's name is ours and plain; the query ends where a tag ends that nobody can foresee.
    private string Sql(GuardedCypher guarded, int columns)
    {
        string tag;
        do
        {
            tag = "$q" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + "$";
        }
        while (guarded.Text.Contains(tag, StringComparison.Ordinal));

        var names = string.Join(", ", Enumerable.Range(0, columns).Select(i => $"c{i.ToString(CultureInfo.InvariantCulture)} agtype"));
        return $"select * from ag_catalog.cypher('{graph}', {tag} {guarded.Text} {tag}{(guarded.Parameters.Count > 0 ? ", $1" : "")}) as ({names})";
    }

    private static string Parameters(EngineQuery query, GuardedCypher guarded)
    {
        var missing = guarded.Parameters.FirstOrDefault(name => !query.Parameters.ContainsKey(name));
        return missing is null
            ? AgtypeParameters.Map(guarded.Parameters.Select(name => KeyValuePair.Create(name, query.Parameters[name])))
            : throw new ThreeDbException(ErrorCodes.QueryRefused, $"The query uses ${missing}, and there is no such parameter.", "Pass a value for each parameter.");
    }

    private static ThreeDbException TooLong(EngineQuery query, Exception inner) => new(ErrorCodes.DeadlineExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The query did not end within {query.Timeout.TotalSeconds:0.###} s, and was stopped."),
        "Ask for less: paths of variable length are slow in Apache AGE.", inner: inner);

    private static ThreeDbException Refused(PostgresException e) => new(ErrorCodes.QueryRefused, $"Apache AGE refuses the query: {e.MessageText}.",
        "Apache AGE knows only a part of openCypher: see docs/guide/projection-age.md.", inner: e);
}
