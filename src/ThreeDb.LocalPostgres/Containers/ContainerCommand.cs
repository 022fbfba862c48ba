using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ThreeDb.LocalPostgres;

/// <summary>The commands for a container that runs a cluster. Pure, so that they can be tested without an engine.</summary>
internal static class ContainerCommand
{
    /// <summary>The container's name: one for each data folder.</summary>
    public static string Name(ClusterFolder folder) =>
        "3db-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..12];

    /// <summary>The arguments of <c>run</c>. The password goes in as a file: arguments can be read by every user of the machine.</summary>
    public static IReadOnlyList<string> Run(ClusterFolder folder, int port, LocalPostgresOptions options) =>
    [
        "run", "--detach", "--name", Name(folder), "--shm-size", "256m",
        "--publish", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}:5432"),
        "--volume", $"{folder.ContainerVolume}:/var/lib/postgresql/data:Z",
        "--volume", $"{folder.PasswordFile}:/run/3db-password:ro,Z",
        "--env", "POSTGRES_PASSWORD_FILE=/run/3db-password",
        "--env", "POSTGRES_INITDB_ARGS=--data-checksums --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8"
            + " --lc-collate=C --lc-ctype=C.UTF-8",
        options.ContainerImage, "postgres",
        .. Settings(options).SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }),
    ];

    /// <summary>The arguments of <c>stop</c>.</summary>
    public static IReadOnlyList<string> Stop(ClusterFolder folder, TimeSpan patience) =>
        ["stop", "--time", ((int)patience.TotalSeconds).ToString(CultureInfo.InvariantCulture), Name(folder)];

    /// <summary>The arguments that ask whether it runs: the answer is <c>true</c> or <c>false</c>.</summary>
    public static IReadOnlyList<string> IsRunning(ClusterFolder folder) => ["inspect", "--format", "{{.State.Running}}", Name(folder)];

    private static IEnumerable<KeyValuePair<string, string>> Settings(LocalPostgresOptions options) => new Dictionary<string, string>
    {
        ["jit"] = "off",
        ["wal_compression"] = "lz4",
        ["max_wal_size"] = "2GB",
        ["idle_in_transaction_session_timeout"] = "60s",
        ["timezone"] = "UTC",
    }.Concat(options.Settings);
}
