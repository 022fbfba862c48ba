using System.Security.Cryptography;

namespace ThreeDb.LocalPostgres;

/// <summary>Makes a cluster under a temporary name and renames it when it is whole, so that a half-made one is never started.</summary>
internal sealed class ClusterInitializer(Machine machine, ClusterFolder folder, ServerIdentity identity, bool isEphemeral)
{
    private const string TemporaryPrefix = "cluster.new-";
    private const long NeededBytes = 120_000_000; // 40 MB of files and 16 MB of log measured; the rest to begin with.
    private const string PasswordLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public async Task InitializeAsync(PostgresRuntime runtime, CancellationToken cancellationToken)
    {
        FolderFault.Require(machine, folder.Root, NeededBytes);
        foreach (var leftover in Directory.EnumerateDirectories(folder.Root, TemporaryPrefix + "*").ToList())
        {
            OwnFolder.TryDelete(leftover);
        }

        DurableFile.Write(folder.PasswordFile, RandomNumberGenerator.GetString(PasswordLetters, 32), DurableFile.Secret);
        identity.Give(folder.PasswordFile); // initdb reads it.
        var temporary = Path.Combine(folder.Root, TemporaryPrefix + Guid.CreateVersion7().ToString("N"));
        identity.CreateFolder(temporary);
        try
        {
            await RunAsync(runtime, temporary, cancellationToken).ConfigureAwait(false);
            Directory.Move(temporary, folder.Cluster);
            Libc.SyncFolder(folder.Root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FolderFault.From(exception, folder.Root);
        }
        finally
        {
            OwnFolder.TryDelete(temporary);
        }
    }

    private async Task RunAsync(PostgresRuntime runtime, string target, CancellationToken cancellationToken)
    {
        // The builtin provider (17) sorts by code point and knows the letters of all languages, the same on every machine; the
        // libraries' locale then only classifies letters for full-text search, which it would do for ASCII alone with "C".
        string[] locale = runtime.Major >= 17
            ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C.UTF-8", "--lc-messages=C",
                "--lc-monetary=C", "--lc-numeric=C", "--lc-time=C"]
            : ["--locale=C.UTF-8"];
        string[] durability = isEphemeral ? ["--no-sync"] : [];
        var call = new ToolCall(runtime.Program("initdb"),
        [
            "--pgdata", target, "--username", ClusterFolder.UserName, "--pwfile", folder.PasswordFile, "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--data-checksums", "--no-instructions", .. locale, .. durability,
        ]);
        var result = await ToolProcess.RunAsync(identity.Wrap(call with { IsClean = true }), cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw FolderFault.MeansFull(result.Errors + result.Output)
                ? FolderFault.Full(folder.Root, NeededBytes)
                : new ThreeDbException(ErrorCodes.ServerDidNotStart, $"The cluster in '{folder.Root}' cannot be made: {result.LastWords()}",
                    "The message of initdb says why.");
        }
    }
}
