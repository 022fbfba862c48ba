using Npgsql;
using ThreeDb.Postgres;

namespace ThreeDb.Benchmarks;

/// <summary>A database for one run of the benchmarks: 3db's tables and, in the schema <c>bare</c>, the peer's.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly string _admin;
    private readonly string _name;

    private BenchmarkDatabase(string admin, string name)
    {
        _admin = admin;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString;
        var bare = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(ConnectionString) { MaxPoolSize = 80, MaxAutoPrepare = 0 }.ConnectionString);
        Bare = bare.Build();
    }

    public string ConnectionString { get; }

    /// <summary>Plain Npgsql to the database, as superuser: no row-level security is in the peer's way.</summary>
    public NpgsqlDataSource Bare { get; }

    public static async Task<BenchmarkDatabase> CreateAsync(string admin, CancellationToken cancellationToken)
    {
        var name = $"threedb_bench_{Environment.ProcessId}";
        await DatabaseAdmin.EnsureAsync(admin, name, cancellationToken);
        var database = new BenchmarkDatabase(admin, name);
        await database.RunAsync("create schema bare; create table bare.document (id text primary key, data jsonb not null)", cancellationToken);
        return database;
    }

    public async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Bare.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = Bare.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Bare.DisposeAsync();
        await using var source = NpgsqlDataSource.Create(_admin);
        await using var drop = source.CreateCommand($"drop database if exists {_name} with (force)");
        await drop.ExecuteNonQueryAsync();
    }
}
