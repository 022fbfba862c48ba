using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>
/// A configuration of apt of our own. It is read instead of <c>/etc/apt</c>, so that the machine's hooks, pins and sources have no
/// say, and it keeps state in a folder of ours, so that an ordinary user can use it and nothing of the machine changes.
/// </summary>
internal static class AptConfiguration
{
    public const string Suite = "trixie";

    // apt warns of each that is missing.
    private static readonly string[] Folders =
    [
        "etc/apt.conf.d", "etc/preferences.d", "etc/sources.list.d", "etc/trusted.gpg.d", "lists/partial",
        "cache/archives/partial", "state",
    ];

    /// <summary>Writes the configuration into <paramref name="folder"/> and returns the path for <c>APT_CONFIG</c>.</summary>
    public static string Write(string folder, string mirror, string keyring, string architecture, IEnumerable<string> machineSettings)
    {
        foreach (var part in Folders)
        {
            OwnFolder.CreateReadable(Path.Combine(folder, part));
        }

        var source = string.Create(CultureInfo.InvariantCulture, $"deb [signed-by={keyring} arch={architecture}] {mirror} {Suite} main\n");
        WriteIfOther(Path.Combine(folder, "state/status"), "");
        WriteIfOther(Path.Combine(folder, "etc/sources.list"), source);
        var path = Path.Combine(folder, "apt.conf");
        WriteIfOther(path, Text(folder, architecture, machineSettings));
        return path;
    }

    // Settings that come later win: ours follow the machine's, except the number of retries.
    private static string Text(string folder, string architecture, IEnumerable<string> machineSettings) =>
        $$"""
        Acquire::Retries "2";
        {{string.Join("\n", machineSettings)}}
        Dir "{{folder}}";
        Dir::State "{{folder}}/state";
        Dir::State::status "{{folder}}/state/status";
        Dir::State::lists "{{folder}}/lists";
        Dir::Cache "{{folder}}/cache";
        Dir::Cache::srcpkgcache "";
        Dir::Etc "{{folder}}/etc";
        Dir::Etc::netrc "/etc/apt/auth.conf";
        Dir::Etc::netrcparts "/etc/apt/auth.conf.d";
        Dir::Log "{{folder}}/state";
        APT::Architecture "{{architecture}}";
        APT::Architectures { "{{architecture}}"; };
        APT::Update::Error-Mode "any";
        Acquire::Languages { "en"; };

        """;

    private static void WriteIfOther(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            DurableFile.Write(path, text, DurableFile.Readable);
        }
    }
}
