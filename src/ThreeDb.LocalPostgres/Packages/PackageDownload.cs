using System.Security.Cryptography;

namespace ThreeDb.LocalPostgres;

/// <summary>
/// Brings the files of packages into a staging folder of its own, complete and as the signed lists describe them, or fails.
/// </summary>
internal sealed class PackageDownload(AptState apt, AptTools tools, IReadOnlyList<PackageRecord> packages, string folder)
{
    private long TotalBytes => packages.Sum(package => package.Bytes);

    /// <summary>Takes over whole files that an interrupted run left in another staging folder.</summary>
    public async Task SalvageAsync(string leftover, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(leftover, "*.deb"))
        {
            var target = Path.Combine(folder, Path.GetFileName(file));
            if (!File.Exists(target) && await IsWantedAsync(file, cancellationToken).ConfigureAwait(false))
            {
                File.Move(file, target);
            }
        }
    }

    /// <summary>Fetches what is missing and verifies all.</summary>
    /// <returns>The path of each package's file.</returns>
    public async Task<IReadOnlyDictionary<PackageRecord, string>> FetchAsync(
        IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        void Report(double percent) => progress?.Report(new ProvisionProgress(
            ProvisionStep.Downloading, $"fetching {packages.Count} packages", percent / 100, TotalBytes));
        Report(0);
        await apt.DownloadAsync(tools, packages.Select(package => package.Name), folder, Report, cancellationToken).ConfigureAwait(false);
        return await VerifyAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyDictionary<PackageRecord, string>> VerifyAsync(CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.deb"))
        {
            files[await HashAsync(file, cancellationToken).ConfigureAwait(false)] = file;
        }

        var missing = packages.Where(package => !files.ContainsKey(package.Sha256)).Select(package => package.Name).ToList();
        return missing.Count == 0
            ? packages.ToDictionary(package => package, package => files[package.Sha256])
            : throw new ThreeDbException(ErrorCodes.DownloadFailed, $"These packages did not arrive whole: {string.Join(", ", missing)}.");
    }

    private async Task<bool> IsWantedAsync(string file, CancellationToken cancellationToken)
    {
        var length = new FileInfo(file).Length;
        return packages.Any(package => package.Bytes == length)
            && await HashAsync(file, cancellationToken).ConfigureAwait(false) is var hash
            && packages.Any(package => package.Sha256 == hash);
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
    }
}
