using System.Collections.Concurrent;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Finds the number of a tenant by its name. Tenants are never renamed; only existing ones are remembered.</summary>
internal sealed class TenantDirectory(StoreConnections connections)
{
    private readonly ConcurrentDictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <exception cref="ThreeDbException"><c>TDB2012</c>.</exception>
    public async ValueTask<int> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        Identifiers.CheckName(name, "tenant", "");
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand("select threedb.find_tenant($1)", connection) { Parameters = { new() { Value = name } } };
        await using var ownCommand = command.ConfigureAwait(false);
        try
        {
            var found = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            return found is int id
                ? _known.GetOrAdd(name, id)
                : throw new ThreeDbException(ErrorCodes.TenantNotFound, $"There is no tenant '{name}'.");
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: true) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Forgets a tenant that was deleted.</summary>
    public void Forget(string name) => _known.TryRemove(name, out _);
}
