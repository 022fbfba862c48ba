using ThreeDb.LocalPostgres;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>The database that 3db works in when nobody names one.</summary>
public static class LocalDatabase
{
    /// <summary>The name of the database in a local PostgreSQL.</summary>
    public const string Name = "threedb";

    /// <summary>Provides PostgreSQL and the database in it.</summary>
    /// <param name="server">The local PostgreSQL.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>A connection string of an administrator.</returns>
    public static async Task<string> EnsureAsync(LocalPostgresServer server, IProgress<ProvisionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        var instance = await server.EnsureAsync(progress, cancellationToken).ConfigureAwait(false);
        if (instance.Source != PostgresSource.External)
        {
            await DatabaseAdmin.EnsureAsync(instance.ToConnectionString(), Name, cancellationToken).ConfigureAwait(false);
        }

        return instance.ToConnectionString(Name);
    }
}
