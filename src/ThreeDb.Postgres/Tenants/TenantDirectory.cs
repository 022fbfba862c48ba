using System.Collections.Concurrent;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>
/// Finds the number of a tenant by its name. What exists is remembered for a moment only: another process may delete a tenant and make
/// one of the same name.
/// </summary>
internal sealed class TenantDirectory(StoreConnections connections, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);

    /// <exception cref="ThreeDbException"><c>TDB2012</c>.</exception>
    public async ValueTask<int> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known) && time.GetElapsedTime(known.ReadAt) < Fresh)
        {
            return known.Tenant;
        }

        Identifiers.CheckName(name, "tenant", "");
        var readAt = time.GetTimestamp();
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand("select threedb.find_tenant($1)", connection) { Parameters = { new() { Value = name } } };
        await using var ownCommand = command.ConfigureAwait(false);
        try
        {
            var found = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            if (found is int id)
            {
                _known[name] = new Entry(id, readAt);
                return id;
            }
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: true) is { } translated)
        {
            throw translated;
        }

        _known.TryRemove(name, out _);
        throw new ThreeDbException(ErrorCodes.TenantNotFound, $"There is no tenant '{name}'.");
    }

    private sealed record Entry(int Tenant, long ReadAt);
}
