namespace ThreeDb.LocalPostgres;

/// <summary>Brings packages of npm into a runtime: fetched by the machine's own npm, from where its configuration says, and compared with the known hash.</summary>
/// <param name="npm">The path of npm.</param>
/// <param name="tar">The path of tar.</param>
internal sealed class NpmTools(string npm, string tar)
{
    private const UnixFileMode Runnable = DurableFile.Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds what is needed for the packages of a definition; null when it has none.</summary>
    /// <exception cref="ThreeDbException">TDB5005: there is no npm. TDB5011: a package is for another processor.</exception>
    public static NpmTools? Find(Machine machine, PackageRuntimeDefinition definition)
    {
        if (definition.Npm.Count == 0)
        {
            return null;
        }

        var architecture = AptTools.DebianName(machine.Architecture);
        if (definition.Npm.FirstOrDefault(package => package.Architecture != architecture) is { } foreign)
        {
            throw new ThreeDbException(ErrorCodes.UnsupportedMachine, $"{foreign.Name} is for {foreign.Architecture}; this machine has {machine.Architecture}.",
                $"Use a server that runs elsewhere: give its address to the projection. 3db itself starts '{definition.Name}' on {foreign.Architecture} only.");
        }

        return new NpmTools(Tool(machine, definition, "npm", "Install Node.js with npm"), Tool(machine, definition, "tar", "Install tar"));
    }

    /// <summary>Fetches a package into a folder.</summary>
    /// <returns>The path of its archive.</returns>
    /// <exception cref="ThreeDbException">TDB5005.</exception>
    public async Task<string> FetchAsync(NpmPackage package, string staging, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(staging, "npm", package.Folder)).FullName;
        var call = new ToolCall(npm, "pack", package.ToString(), "--pack-destination", folder, "--silent") { WorkingFolder = folder };
        var result = await ToolProcess.RunAsync(call, cancellationToken).ConfigureAwait(false);
        var archives = Directory.GetFiles(folder, "*.tgz");
        if (!result.Succeeded || archives is not [var archive])
        {
            throw new ThreeDbException(ErrorCodes.DownloadFailed, $"npm could not fetch {package}: {result.LastWords()}", "Try 'npm ping', and look at 'npm config get registry'.");
        }

        return await ArchiveHash.OfAsync(archive, cancellationToken).ConfigureAwait(false) == package.Integrity
            ? archive
            : throw new ThreeDbException(ErrorCodes.DownloadFailed, $"What npm brought as {package} is not what 3db knows by that name: its hash is another.",
                "Look where npm fetches from: 'npm config get registry'.");
    }

    /// <summary>Unpacks a package into a runtime.</summary>
    public async Task UnpackAsync(NpmPackage package, string archive, string unpacked, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(unpacked, package.Folder)).FullName;
        var call = new ToolCall(tar, "-xzf", archive, "-C", folder, "--strip-components=1", "--no-same-owner", "--no-same-permissions");
        var result = await ToolProcess.RunAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw FolderFault.MeansFull(result.Errors)
                ? FolderFault.Full(unpacked, package.UnpackedBytes)
                : new ThreeDbException(ErrorCodes.DownloadFailed, $"The package {package} cannot be unpacked: {result.LastWords()}");
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(file, Runnable);
        }
    }

    private static string Tool(Machine machine, PackageRuntimeDefinition definition, string name, string remedy) => machine.FindTool(name)
        ?? throw new ThreeDbException(ErrorCodes.DownloadFailed, $"{string.Join(", ", definition.Npm)} cannot be fetched: there is no '{name}' on the PATH.",
            $"{remedy}, or use a server that runs already: give its address to the projection.");
}
