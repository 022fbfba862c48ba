using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>The servers of other products that 3db can run.</summary>
public static class KnownServers
{
    /// <summary>FalkorDB 4.16 in Redis 8.2. It writes every command to a file and syncs it once a second, so that a crash costs at most that.</summary>
    /// <remarks>
    /// A query may use 1 GiB, the server 8. The first limit is looked at only now and then: <c>range(1, 1000000000)</c> took 21 GB at once, its deadline
    /// of 0.2 s notwithstanding, until the kernel ended it (seen on 4.16.3). The second one holds always. While it reads that file at its start it has no index: the
    /// commands of 4,000 nodes and 18,000 relations took it 60 s. So the file is rewritten as a snapshot early, and again whenever it has doubled.
    /// </remarks>
    public static LocalServerDefinition FalkorDb { get; } = new("falkordb", KnownRuntimes.FalkorDb, "opt/falkordb/bin/redis-server",
        (port, _) =>
        [
            "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--daemonize", "no", "--save", "", "--appendonly", "yes", "--appendfsync", "everysec",
            "--auto-aof-rewrite-min-size", "1mb", "--auto-aof-rewrite-percentage", "100",
        ])
    {
        RootArguments = root => ["--loadmodule", Path.Combine(root, "opt/falkordb/bin/falkordb.so"), "QUERY_MEM_CAPACITY", "1073741824"],
        AddressSpace = 8L << 30,
        IsReady = RespReadiness.AskAsync,
    };

    /// <summary>Valkey 8.1 as a cache: it keeps nothing on disk.</summary>
    public static LocalServerDefinition Valkey { get; } = new("valkey", KnownRuntimes.Valkey, "usr/bin/valkey-server",
        (port, _) => ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--daemonize", "no", "--save", "", "--appendonly", "no"])
    {
        IsReady = RespReadiness.AskAsync,
    };
}
