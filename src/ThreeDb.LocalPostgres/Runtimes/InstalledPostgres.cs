namespace ThreeDb.LocalPostgres;

/// <summary>Looks for PostgreSQL among the machine's own software.</summary>
internal static class InstalledPostgres
{
    /// <summary>All usable installations, the newest first.</summary>
    /// <param name="machine">Where to look.</param>
    /// <param name="closed">Receives why others are not usable.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyList<PostgresRuntime>> FindAsync(
        Machine machine, ClosedWays closed, CancellationToken cancellationToken)
    {
        var found = new List<PostgresRuntime>();
        foreach (var folder in await FoldersAsync(machine, cancellationToken).ConfigureAwait(false))
        {
            var version = await VersionAsync(folder, cancellationToken).ConfigureAwait(false);
            if (version is null || PostgresRuntime.MajorOf(version) < PostgresRuntime.OldestMajor)
            {
                closed.Add($"'{folder}' has version {version ?? "unknown"}, and {PostgresRuntime.OldestMajor} is the oldest that works",
                    $"Install PostgreSQL {PostgresRuntime.OldestMajor} or newer, with pgvector");
                continue;
            }

            var share = await AskAsync(folder, "--sharedir", cancellationToken).ConfigureAwait(false);
            if (!HasVector(folder, share, PostgresRuntime.MajorOf(version)))
            {
                closed.Add($"'{folder}' (version {version}) does not have the extension 'vector'", $"Install pgvector for it (on Debian: apt install postgresql-{PostgresRuntime.MajorOf(version)}-pgvector)");
                continue;
            }

            var configuration = await AskAsync(folder, "--configure", cancellationToken).ConfigureAwait(false);
            var hasLz4 = configuration?.Contains("--with-lz4", StringComparison.Ordinal) ?? false;
            found.Add(new PostgresRuntime(PostgresSource.Installed, folder, version, hasLz4));
        }

        return [.. found.OrderByDescending(runtime => runtime.Major)];
    }

    private static async Task<IEnumerable<string>> FoldersAsync(Machine machine, CancellationToken cancellationToken)
    {
        var folders = machine.InstalledPatterns.SelectMany(Expand).ToList();
        if (machine.FindTool("pg_config") is { } tool)
        {
            var named = await ToolProcess.RunAsync(new ToolCall(tool, "--bindir"), cancellationToken).ConfigureAwait(false);
            folders.Add(named.Output.Trim());
        }

        if (machine.FindTool("postgres") is { } postgres)
        {
            folders.Add(Path.GetDirectoryName(postgres)!);
        }

        return folders
            .Where(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")))
            .Select(Libc.RealPath)
            .Distinct();
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        IEnumerable<string> folders = ["/"];
        foreach (var segment in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            folders = folders.SelectMany(folder => !segment.Contains('*', StringComparison.Ordinal)
                ? [Path.Combine(folder, segment)]
                : Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, segment) : []).ToList();
        }

        return folders;
    }

    /// <summary>The version in <c>postgres (PostgreSQL) 17.6 (Debian 17.6-1)</c>.</summary>
    private static async Task<string?> VersionAsync(string folder, CancellationToken cancellationToken)
    {
        var call = new ToolCall(Path.Combine(folder, "postgres"), "--version");
        var result = await ToolProcess.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return result.Succeeded ? result.Output.Split(' ', StringSplitOptions.TrimEntries).ElementAtOrDefault(2) : null;
    }

    private static async Task<string?> AskAsync(string folder, string question, CancellationToken cancellationToken)
    {
        var program = Path.Combine(folder, "pg_config");
        if (!File.Exists(program))
        {
            return null;
        }

        var result = await ToolProcess.RunAsync(new ToolCall(program, question), cancellationToken).ConfigureAwait(false);
        return result.Succeeded ? result.Output.Trim() : null;
    }

    // Without pg_config: beside the programs, or where Debian keeps it.
    private static bool HasVector(string folder, string? share, int major)
    {
        string[] places = share is not null ? [share] : ["../share", "../share/postgresql", $"../../../../share/postgresql/{major}"];
        return places.Any(place => File.Exists(Path.Combine(folder, place, "extension/vector.control")));
    }
}
