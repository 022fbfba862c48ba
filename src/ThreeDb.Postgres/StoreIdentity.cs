using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ThreeDb.Postgres;

/// <summary>Facts about a database that hold as long as the store is open.</summary>
public sealed class StoreIdentity
{
    /// <summary>Names the cluster and its timeline, anew at every call.</summary>
    /// <remarks>The timeline is that of what is written now: the control file learns of a fail-over only with the next checkpoint.</remarks>
    internal const string ClusterSql = """
        select system_identifier || '/' || case when pg_is_in_recovery() then (select timeline_id from pg_control_checkpoint())
            else ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int end
        from pg_control_system()
        """;

    private StoreIdentity(string positionKey, uint epoch, VectorColumn vectors, string serverVersion)
    {
        PositionKey = positionKey;
        Epoch = epoch;
        Vectors = vectors;
        ServerVersion = serverVersion;
    }

    /// <summary>Stands for the cluster and its timeline: another database, or the same after a fail-over, has another one.</summary>
    public uint Epoch { get; }

    /// <summary>The version of PostgreSQL.</summary>
    public string ServerVersion { get; }

    /// <summary>Whether vectors are compared by pgvector; otherwise by this process.</summary>
    public bool HasVectorExtension => Vectors.IsNative;

    /// <summary>Tells this database from others; a copy that was restored from it has the same, so that what was fed by it is known again.</summary>
    public string Database => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("3db database " + PositionKey)).AsSpan(0, 8));

    internal string PositionKey { get; }

    internal VectorColumn Vectors { get; }

    /// <summary>The epoch of what <see cref="ClusterSql"/> gives.</summary>
    internal static uint EpochOf(string cluster) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(cluster)));

    internal static async Task<StoreIdentity> ReadAsync(StoreConnections connections, ITextEmbedder embedder, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        try
        {
            var sql = new AdminSql(connection, cancellationToken);
            var key = (string?)await sql.ScalarAsync("select value from threedb.setting where name = 'position_key'").ConfigureAwait(false)
                ?? throw new ThreeDbException(ErrorCodes.MigrationFailed, "The database has no position key.");
            var cluster = (string)(await sql.ScalarAsync(ClusterSql).ConfigureAwait(false))!;
            var table = VectorTable.NameOf(embedder.Model);
            var column = (string?)await sql.ScalarAsync(
                "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = to_regclass($1) and attname = 'embedding'", table).ConfigureAwait(false)
                ?? throw new ThreeDbException(ErrorCodes.MigrationFailed, $"The database has no table for the embedding model '{embedder.Model}'.", "Run '3db migrate'.");
            return new StoreIdentity(key, EpochOf(cluster), new VectorColumn(table, embedder.Dimension, column != "real[]"), connection.PostgreSqlVersion.ToString(2));
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
        {
            throw translated;
        }
    }
}
