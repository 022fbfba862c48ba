using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>Runs a query as a role that can only read, in a transaction that is always rolled back.</summary>
/// <remarks>Neither the role nor READ ONLY would do alone: SET, REMOVE and DELETE of AGE 1.5 pass both. What any door let through is rolled back.</remarks>
internal sealed class RolledBackRun(string graph, string reader)
{
    /// <summary>Runs a query; the statement's own time limit is that of the query.</summary>
    public async Task<EngineAnswer> RunAsync(
        NpgsqlConnection connection, EngineQuery query, GuardedCypher guarded, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ownTransaction = transaction.ConfigureAwait(false); // Nothing here commits: the end is a rollback.

        await BeginAsync(transaction, query, cancellationToken).ConfigureAwait(false);
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

    private async Task BeginAsync(NpgsqlTransaction transaction, EngineQuery query, CancellationToken cancellationToken)
    {
        // Any function of AGE brings its library in, which then understands cypher(): the same when the library is not preloaded.
        // Without containment, {_id: 'x'} in a pattern is a comparison, which the index on _id answers.
        try
        {
            await transaction.RunAsync(string.Create(CultureInfo.InvariantCulture, $"""
                select '1'::agtype;
                set transaction read only;
                set local statement_timeout = {(long)Math.Clamp(query.Timeout.TotalMilliseconds, 1, int.MaxValue)};
                select set_config(name, 'off', true) from pg_settings
                  where name = 'age.enable_containment' and (context = 'user' or current_setting('is_superuser')::boolean);
                set local role {reader};
                """), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.UndefinedObject)
        {
            // There is no such role, or not even the extension: both are made with the graph, and go with it.
            throw BatchWriter.Lost();
        }
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
}
