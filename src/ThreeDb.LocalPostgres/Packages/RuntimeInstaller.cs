namespace ThreeDb.LocalPostgres;

/// <summary>Makes a runtime: 1 lists, 2 space, 3 packages, 4 unpack, 5 wrap, 6 stamp and rename.</summary>
/// <remarks>
/// The caller holds the lock of the cache. Until the rename at the end everything lies in folders with names of this run's own, so an
/// interrupted run leaves nothing that could be taken for a runtime, and the next run clears it away.
/// </remarks>
internal sealed class RuntimeInstaller(Machine machine, string cache, AptState apt, IProgress<ProvisionProgress>? progress)
{
    private const string StagingPrefix = "download-";
    private const string UnpackPrefix = ".unpack-";

    private readonly string runtimes = Path.Combine(cache, "runtimes");

    public async Task<string> InstallAsync(PackageRuntimeDefinition definition, AptTools tools, NpmTools? npm, CancellationToken cancellationToken)
    {
        OwnFolder.CreateReadable(runtimes);
        var root = Path.Combine(runtimes, definition.FolderName(tools.Architecture));
        RefuseSeparators(root);
        Clear(runtimes, UnpackPrefix);
        var leftovers = Directory.EnumerateDirectories(cache, StagingPrefix + "*").ToList();
        var staging = CreateUnique(cache, StagingPrefix);
        var unpacked = CreateUnique(runtimes, UnpackPrefix);
        try
        {
            // 1. Lists, and what they say of the packages.
            await apt.UpdateAsync(tools, progress, cancellationToken).ConfigureAwait(false);
            var packages = await DescribeAsync(definition, tools, cancellationToken).ConfigureAwait(false);

            // 2. Space, before anything is fetched.
            FolderFault.Require(machine, runtimes, (packages.Sum(package => package.Bytes + package.UnpackedBytes) + definition.Npm.Sum(package => package.Bytes + package.UnpackedBytes)) * 11 / 10 + 4_000_000);

            // 3. Packages.
            var download = new PackageDownload(apt, tools, packages, staging);
            foreach (var leftover in leftovers)
            {
                await download.SalvageAsync(leftover, cancellationToken).ConfigureAwait(false);
            }

            var files = await download.FetchAsync(progress, cancellationToken).ConfigureAwait(false);

            // 4. and 5. Unpack and wrap.
            await UnpackAsync(tools, files, unpacked, cancellationToken).ConfigureAwait(false);
            await AddAsync(npm, definition.Npm, staging, unpacked, cancellationToken).ConfigureAwait(false);
            var (programs, links) = ExecutableWrapper.Wrap(unpacked, root, definition, tools.Architecture);
            RefuseWithoutLoader(unpacked, tools.Architecture, definition);

            // 6. All of it durable, then the stamp, then its final name.
            var versions = packages.ToDictionary(package => package.Name, package => package.Version);
            new RuntimeStamp(root, versions, programs, links).Write(unpacked);
            Libc.SyncFileSystem(unpacked);
            OwnFolder.TryDelete(root); // Without a valid stamp, or nobody would install.
            Directory.Move(unpacked, root);
            Libc.SyncFolder(runtimes);
            leftovers.Add(staging); // On failure it is kept for the next run, which takes over what is whole.
            return root;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FolderFault.From(exception, cache);
        }
        finally
        {
            leftovers.ForEach(OwnFolder.TryDelete);
            OwnFolder.TryDelete(unpacked);
        }
    }

    private async Task<IReadOnlyList<PackageRecord>> DescribeAsync(
        PackageRuntimeDefinition definition, AptTools tools, CancellationToken cancellationToken)
    {
        var packages = await apt.ShowAsync(tools, definition.Packages, cancellationToken).ConfigureAwait(false);
        var unknown = definition.Packages.Except(packages.Select(package => package.Name)).ToList();
        return unknown.Count == 0
            ? packages
            : throw new ThreeDbException(ErrorCodes.DownloadFailed,
                $"The archive '{tools.Mirror}' has no package {string.Join(", ", unknown)}.",
                "Use a whole mirror of Debian (THREEDB_APT_MIRROR).");
    }

    private async Task UnpackAsync(
        AptTools tools, IReadOnlyDictionary<PackageRecord, string> files, string unpacked, CancellationToken cancellationToken)
    {
        var total = files.Keys.Sum(package => package.UnpackedBytes);
        var done = 0.0;
        foreach (var (package, file) in files)
        {
            progress?.Report(new ProvisionProgress(ProvisionStep.Unpacking, $"unpacking {package.Name}", done / total, total));
            var call = new ToolCall(tools.DpkgDeb, "-x", file, unpacked);
            var result = await ToolProcess.RunAsync(call, cancellationToken).ConfigureAwait(false);
            if (!result.Succeeded)
            {
                throw FolderFault.MeansFull(result.Errors)
                    ? FolderFault.Full(cache, total)
                    : new ThreeDbException(ErrorCodes.DownloadFailed,
                        $"The package {package.Name} cannot be unpacked: {result.LastWords()}");
            }

            done += package.UnpackedBytes;
        }

        // Nothing in a runtime has privileges of its own, whatever a package brings along.
        await ToolProcess.RunAsync(new ToolCall("chmod", "-R", "ug-s", unpacked), cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(NpmTools? npm, IReadOnlyList<NpmPackage> packages, string staging, string unpacked, CancellationToken cancellationToken)
    {
        foreach (var package in packages)
        {
            progress?.Report(new ProvisionProgress(ProvisionStep.Downloading, $"fetching {package.Name}", 0, package.Bytes));
            var archive = await npm!.FetchAsync(package, staging, cancellationToken).ConfigureAwait(false);
            progress?.Report(new ProvisionProgress(ProvisionStep.Unpacking, $"unpacking {package.Name}", 0, package.UnpackedBytes));
            await npm.UnpackAsync(package, archive, unpacked, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RefuseWithoutLoader(string unpacked, string architecture, PackageRuntimeDefinition definition)
    {
        if (!File.Exists(RuntimeLayout.Loader(unpacked, architecture)))
        {
            throw new InvalidOperationException($"The runtime '{definition.Name}' does not list libc6, which has the loader.");
        }
    }

    // The loader's list of library folders is separated by ':' and ';', without a way to quote them.
    private static void RefuseSeparators(string root)
    {
        if (root.IndexOfAny([':', ';', '\n', '"']) >= 0)
        {
            throw new ThreeDbException(ErrorCodes.FolderNotUsable,
                $"The path '{root}' has a character that programs there could not be run with.",
                "Choose a cache folder without : ; \" in its path (THREEDB_CACHE).");
        }
    }

    private static string CreateUnique(string parent, string prefix)
    {
        var folder = Path.Combine(parent, prefix + Guid.CreateVersion7().ToString("N"));
        OwnFolder.CreateReadable(folder);
        return folder;
    }

    private static void Clear(string parent, string prefix)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, prefix + "*").ToList())
        {
            OwnFolder.TryDelete(folder);
        }
    }
}
