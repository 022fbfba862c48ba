using Npgsql;
using ThreeDb.Embeddings;
using ThreeDb.Postgres;

namespace ThreeDb.Testing;

/// <summary>A database of a test class, copied from a migrated template and dropped afterwards.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private static int _count;

    private TestDatabase(string name, string connectionString)
    {
        Name = name;
        ConnectionString = connectionString;
    }

    public string Name { get; }

    /// <summary>A connection string of a superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>A migrated database with the tenants <c>default</c> and <c>other</c>.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var template = await Template.Value;
        return await CreateAsync($" template {template}");
    }

    /// <summary>Migrates a database and makes the tenants <c>default</c> and <c>other</c>.</summary>
    public static async Task MigrateAsync(string connectionString)
    {
        await new Migrator(connectionString).RunAsync(new HashingEmbedder());
        var tenants = new TenantAdmin(connectionString);
        await tenants.CreateAsync("default");
        await tenants.CreateAsync("other");
    }

    /// <summary>An empty database.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync("");

    /// <summary>Runs statements as superuser.</summary>
    public Task RunAsync(string sql) => TestPostgres.RunAsync(ConnectionString, sql);

    /// <summary>The first column of the first row, as superuser.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync() => await TestPostgres.RunAsync(await TestPostgres.AdminAsync(), $"drop database if exists {Name} with (force)");

    private static async Task<TestDatabase> CreateAsync(string from)
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await TestPostgres.RunAsync(await TestPostgres.AdminAsync(), $"create database {name}{from}");
        return new TestDatabase(name, await TestPostgres.AdminAsync(name));
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var name = $"template_{Environment.ProcessId}";
        var admin = await TestPostgres.AdminAsync();
        await TestPostgres.RunAsync(admin, $"create database {name}");
        var connectionString = await TestPostgres.AdminAsync(name);
        await MigrateAsync(connectionString);
        if (TestPostgres.Outlives)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => TestPostgres.RunAsync(admin, $"drop database if exists {name} with (force)").GetAwaiter().GetResult();
        }

        return name;
    }
}
