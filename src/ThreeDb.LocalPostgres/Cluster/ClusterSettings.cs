using System.Globalization;
using System.Text;

namespace ThreeDb.LocalPostgres;

/// <summary>The settings of a cluster: for a small machine that does other things too, and for data that must not be lost.</summary>
internal static class ClusterSettings
{
    private const long Megabyte = 1 << 20;

    /// <summary>The text of <c>postgresql.conf</c>.</summary>
    /// <param name="folder">The cluster's files.</param>
    /// <param name="state">Port and socket.</param>
    /// <param name="hasLz4">Whether this PostgreSQL was built with lz4.</param>
    /// <param name="memory">Memory of the machine, in bytes.</param>
    /// <param name="overrides">What the caller wants otherwise.</param>
    public static string Text(
        ClusterFolder folder, ClusterState state, bool hasLz4, long memory, IReadOnlyDictionary<string, string> overrides)
    {
        var text = new StringBuilder("# Written by 3db at each start. Use ALTER SYSTEM for settings of your own.\n");
        foreach (var (name, value) in Defaults(folder, state, hasLz4, memory).Concat(overrides))
        {
            // Of two lines for one setting the last wins.
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'\n");
        }

        return text.ToString();
    }

    private static Dictionary<string, string> Defaults(ClusterFolder folder, ClusterState state, bool hasLz4, long memory) => new()
    {
        // Reachable from this machine only.
        ["listen_addresses"] = "127.0.0.1",
        ["port"] = state.Port.ToString(CultureInfo.InvariantCulture),
        ["unix_socket_directories"] = state.SocketFolder,
        ["unix_socket_permissions"] = "0700",
        ["password_encryption"] = "scram-sha-256",
        ["max_connections"] = "200",

        // An acknowledged write survives a power cut.
        ["fsync"] = "on",
        ["synchronous_commit"] = "on",
        ["full_page_writes"] = "on",

        // An eighth of the memory: 3db's own structures want some too, and PostgreSQL also uses the system's page cache.
        ["shared_buffers"] = Size(memory / 8, 64, 2048),
        ["effective_cache_size"] = Size(memory / 2, 256, 1 << 20),
        ["maintenance_work_mem"] = Size(memory / 32, 32, 512),
        ["work_mem"] = "8MB",

        // Some containers have 64 MB of /dev/shm, too little for a parallel query.
        ["dynamic_shared_memory_type"] = HasSharedMemory() ? "posix" : "sysv",

        // Less to write: bulk loads between two checkpoints, page images compressed.
        ["max_wal_size"] = "2GB",
        ["min_wal_size"] = "80MB",
        ["checkpoint_timeout"] = "15min",
        ["wal_compression"] = hasLz4 ? "lz4" : "on",

        // The private runtime has no LLVM, and the statements are too short for it anyway.
        ["jit"] = "off",
        ["random_page_cost"] = "1.1",

        // A forgotten transaction would hold back the frontier of the change log.
        ["idle_in_transaction_session_timeout"] = "60s",
        ["client_connection_check_interval"] = "10s",

        // One file for each day of the week, the last week's overwritten.
        ["logging_collector"] = "on",
        ["log_directory"] = folder.Log,
        ["log_filename"] = "postgresql-%a.log",
        ["log_truncate_on_rotation"] = "on",
        ["log_rotation_age"] = "1d",
        ["log_rotation_size"] = "0",
        ["log_line_prefix"] = "%m [%p] %q%u@%d ",
        ["log_lock_waits"] = "on",

        // The same everywhere, whatever the machine's language and zone.
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["lc_messages"] = "C",
        ["lc_monetary"] = "C",
        ["lc_numeric"] = "C",
        ["lc_time"] = "C",
    };

    private static bool HasSharedMemory()
    {
        try
        {
            return new DriveInfo("/dev/shm").TotalSize >= 256 * Megabyte;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Size(long bytes, long least, long most) =>
        Math.Clamp(bytes / Megabyte, least, most).ToString(CultureInfo.InvariantCulture) + "MB";
}
