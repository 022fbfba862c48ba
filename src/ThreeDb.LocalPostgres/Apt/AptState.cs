using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>Debian's package lists in a private state of apt: signed, for any user, apart from the machine's own.</summary>
/// <remarks>Made by <see cref="PackageStore.Apt"/>. Once the lists are there, reading them needs no network.</remarks>
public sealed class AptState
{
    private readonly Machine machine;
    private readonly PackageStoreOptions options;
    private readonly TimeProvider time;

    internal AptState(Machine machine, PackageStoreOptions options, TimeProvider time)
    {
        this.machine = machine;
        this.options = options;
        this.time = time;
        Folder = Path.Combine(options.CacheFolder!, "apt");
    }

    /// <summary>The folder of the state.</summary>
    public string Folder { get; }

    /// <summary>The file to pass to any program of apt in the variable <c>APT_CONFIG</c>.</summary>
    public string ConfigurationFile => Path.Combine(Folder, "apt.conf");

    /// <summary>The list of packages of the main archive, or null before <see cref="EnsureListsAsync"/>.</summary>
    public string? PackagesList => FindList("*_main_binary-*_Packages*");

    /// <summary>
    /// The list of long English descriptions, joined to packages by <c>Description-md5</c>, or null before <see
    /// cref="EnsureListsAsync"/>.
    /// </summary>
    public string? TranslationList => FindList("*_main_i18n_Translation-en*");

    private string StampFile => Path.Combine(Folder, "updated");

    /// <summary>Fetches the lists when there are none or they are too old.</summary>
    /// <param name="maxAge">How old they may be; <see cref="TimeSpan.MaxValue"/> accepts any that are there.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ThreeDbException">TDB5003, TDB5004, TDB5005, TDB5009, TDB5010 or TDB5011.</exception>
    public async Task EnsureListsAsync(TimeSpan maxAge, IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        if (HaveLists(maxAge))
        {
            return;
        }

        using var held = await options.LockAsync(time, progress, cancellationToken).ConfigureAwait(false);
        if (!HaveLists(maxAge))
        {
            await UpdateAsync(AptTools.Find(machine, options.Mirror), progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs <c>apt-cache</c> on the lists and hands over what it writes, for example of <c>dumpavail</c>.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="read">Reads the output to its end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ThreeDbException">TDB5004 or TDB5005, when apt is missing or fails.</exception>
    public Task<T> ReadAptCacheAsync<T>(IReadOnlyList<string> arguments, Func<Stream, Task<T>> read, CancellationToken cancellationToken) =>
        ReadOutputAsync(new ToolCall(AptTools.Tool(machine, "apt-cache"), arguments), read, cancellationToken);

    /// <summary>Hands over a list, decompressed: <see cref="PackagesList"/> or <see cref="TranslationList"/>.</summary>
    /// <param name="list">The path of the list.</param>
    /// <param name="read">Reads it to its end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ThreeDbException">TDB5005, when it cannot be read.</exception>
    public Task<T> ReadListAsync<T>(string list, Func<Stream, Task<T>> read, CancellationToken cancellationToken) =>
        ReadOutputAsync(new ToolCall(machine.AptHelper, "cat-file", list), read, cancellationToken);

    /// <summary>Fetches the lists. The caller holds the lock of the cache.</summary>
    internal async Task UpdateAsync(AptTools tools, IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new ProvisionProgress(ProvisionStep.FetchingLists, "fetching package lists"));
        OwnFolder.CreateReadable(Folder);
        FolderFault.Require(machine, Folder, PackagesList is null ? 200_000_000 : 50_000_000); // 150 MB measured.
        var settings = await AptMachineSettings.ReadAsync(tools.AptConfig, cancellationToken).ConfigureAwait(false);
        AptConfiguration.Write(Folder, tools.Mirror, machine.DebianKeyring, tools.Architecture, settings);
        var call = Configured(new ToolCall(tools.AptGet, "-o", AptProgress.Argument, "update"));
        void Report(double percent) => progress?.Report(
            new ProvisionProgress(ProvisionStep.FetchingLists, "fetching package lists", percent / 100));
        await RunAsync(call, "package lists", Report, cancellationToken).ConfigureAwait(false);
        DurableFile.Write(StampFile, time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), DurableFile.Readable);
    }

    /// <summary>What the lists say of packages, in no particular order. Unknown names are absent.</summary>
    internal async Task<IReadOnlyList<PackageRecord>> ShowAsync(
        AptTools tools, IEnumerable<string> packages, CancellationToken cancellationToken)
    {
        var call = Configured(new ToolCall(tools.AptCache, ["show", "--no-all-versions", .. packages]));
        var lines = new List<string>();
        await ToolProcess.RunAsync(call with { OnLine = lines.Add }, cancellationToken).ConfigureAwait(false);
        return [.. Deb822.Read(lines).Select(PackageRecord.From).OfType<PackageRecord>()];
    }

    /// <summary>Fetches packages into a folder. apt checks them against the signed lists, and skips those that are there.</summary>
    internal Task DownloadAsync(
        AptTools tools, IEnumerable<string> packages, string folder, Action<double> onPercent, CancellationToken cancellationToken) =>
        RunAsync(
            Configured(new ToolCall(tools.AptGet, ["-o", AptProgress.Argument, "download", .. packages]) { WorkingFolder = folder }),
            "packages", onPercent, cancellationToken);

    private async Task RunAsync(ToolCall call, string what, Action<double> onPercent, CancellationToken cancellationToken)
    {
        var report = call with { OnLine = line => { if (AptProgress.Percent(line) is { } percent) { onPercent(percent); } } };
        var result = await ToolProcess.RunAsync(report, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw FolderFault.MeansFull(result.Errors)
                ? FolderFault.Full(options.CacheFolder!, null)
                : new ThreeDbException(ErrorCodes.DownloadFailed, $"apt could not fetch the {what}: {result.LastWords()}");
        }
    }

    private async Task<T> ReadOutputAsync<T>(ToolCall call, Func<Stream, Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var tool = ToolProcess.Start(Configured(call));
        await using (tool.ConfigureAwait(false))
        {
            var errors = tool.Errors.ReadToEndAsync(cancellationToken);
            var answer = await read(tool.Output.BaseStream).ConfigureAwait(false);
            return await tool.WaitAsync(cancellationToken).ConfigureAwait(false) == 0
                ? answer
                : throw new ThreeDbException(ErrorCodes.DownloadFailed,
                    $"The package lists cannot be read: {(await errors.ConfigureAwait(false)).Trim()}");
        }
    }

    private ToolCall Configured(ToolCall call) =>
        call with { Variables = new Dictionary<string, string> { ["APT_CONFIG"] = ConfigurationFile } };

    private bool HaveLists(TimeSpan maxAge) =>
        PackagesList is not null && TranslationList is not null && File.Exists(StampFile)
        && DateTimeOffset.TryParse(File.ReadAllText(StampFile), CultureInfo.InvariantCulture, out var updated)
        && time.GetUtcNow() - updated <= maxAge;

    private string? FindList(string pattern)
    {
        var folder = Path.Combine(Folder, "lists");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).FirstOrDefault() : null;
    }
}
