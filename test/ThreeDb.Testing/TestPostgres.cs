using Npgsql;

namespace ThreeDb.Testing;

/// <summary>The PostgreSQL of the test process: the one that THREEDB_TEST_POSTGRES names, else a cluster of its own to throw away.</summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Whether the cluster outlives this process, so that databases must be dropped one by one.</summary>
    public static bool Outlives => Named is { Length: > 0 };

    private static string? Named => Environment.GetEnvironmentVariable("THREEDB_TEST_POSTGRES");

    /// <summary>A connection string of a superuser to the database <c>postgres</c>.</summary>
    public static Task<string> AdminAsync() => Started.Value;

    /// <summary>The same for another database.</summary>
    public static async Task<string> AdminAsync(string database) =>
        new NpgsqlConnectionStringBuilder(await AdminAsync()) { Database = database }.ConnectionString;

    /// <summary>Runs statements as superuser.</summary>
    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Named is { Length: > 0 } named)
        {
            return named;
        }

        var cluster = await TestCluster.CreateAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return cluster.ConnectionString;
    }
}
