namespace ThreeDb.LocalPostgres;

/// <summary>
/// Carries over what the machine's administrator has set so that its mirror can be reached (proxies, certificates, clocks), and
/// nothing else.
/// </summary>
internal static class AptMachineSettings
{
    private static readonly string[] Wanted =
    [
        "Acquire::http::", "Acquire::https::", "Acquire::ftp::", "Acquire::socks::", "Acquire::Check-Valid-Until ", "Acquire::Check-Date ",
        "Acquire::Max-ValidTime", "Acquire::ForceIPv4 ", "Acquire::ForceIPv6 ", "Acquire::Retries ", "Acquire::Proxy-Auto-Detect ",
    ];

    /// <summary>The lines of <c>apt-config dump</c> to repeat, as they are.</summary>
    public static IEnumerable<string> Select(string dump) => dump.Split('\n')
        .Where(line => Wanted.Any(name => line.StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    public static async Task<IReadOnlyList<string>> ReadAsync(string aptConfig, CancellationToken cancellationToken)
    {
        var result = await ToolProcess.RunAsync(new ToolCall(aptConfig, "dump", "Acquire"), cancellationToken).ConfigureAwait(false);
        return [.. Select(result.Output)];
    }
}
