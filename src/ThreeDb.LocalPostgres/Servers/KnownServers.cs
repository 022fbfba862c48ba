using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>The servers of other products that 3db can run.</summary>
public static class KnownServers
{
    /// <summary>FalkorDB 4.16 in Redis 8.2. It writes every command to a file and syncs it once a second, so that a crash costs at most that.</summary>
    public static LocalServerDefinition FalkorDb { get; } = new("falkordb", KnownRuntimes.FalkorDb, "opt/falkordb/bin/redis-server",
        (port, _) =>
        [
            "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--daemonize", "no", "--save", "", "--appendonly", "yes", "--appendfsync", "everysec",
        ])
    {
        RootArguments = root => ["--loadmodule", Path.Combine(root, "opt/falkordb/bin/falkordb.so")],
        IsReady = RespReadiness.AskAsync,
    };
}
