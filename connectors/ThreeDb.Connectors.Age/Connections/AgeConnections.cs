using Npgsql;

namespace ThreeDb.Connectors.Age;

/// <summary>Connections to the database with the graph.</summary>
/// <remarks>
/// Writing and reading back share a small pool. Queries of users get a connection, and so a process of the server, of their own each: AGE keeps
/// whole graphs in the memory of a process that walked variable-length paths, and what a query breaks ends with it.
/// </remarks>
internal sealed class AgeConnections : IAsyncDisposable
{
    private readonly NpgsqlDataSource _own;
    private readonly NpgsqlDataSource _users;

    public AgeConnections(NpgsqlConnectionStringBuilder settings)
    {
        Database = settings.Database!;
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            // The operators of AGE's types are found by the search path only.
            SearchPath = "ag_catalog",
            ApplicationName = "3db projection",
            Timeout = 5,
            CommandTimeout = 60,
            MaxPoolSize = 4,
            Enlist = false,
        };
        _own = NpgsqlDataSource.Create(own);
        _users = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(own.ConnectionString) { ApplicationName = "3db query", Pooling = false, CancellationTimeout = 1000 });
    }

    /// <summary>The name of the database.</summary>
    public string Database { get; }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _own.OpenConnectionAsync(cancellationToken);

    public ValueTask<NpgsqlConnection> OpenForUserAsync(CancellationToken cancellationToken) => _users.OpenConnectionAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _own.DisposeAsync().ConfigureAwait(false);
        await _users.DisposeAsync().ConfigureAwait(false);
    }
}
