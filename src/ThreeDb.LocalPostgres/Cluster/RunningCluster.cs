namespace ThreeDb.LocalPostgres;

/// <summary>Finds the server process of a cluster.</summary>
internal static class RunningCluster
{
    // Above the largest process id of Linux (PID_MAX_LIMIT, 2^22): nobody has it.
    private const int Nobody = 4_194_305;

    /// <summary>What the running server of this cluster wrote about itself, or null when none of this machine's processes is it.</summary>
    public static PostmasterFile? Find(ClusterFolder folder) =>
        PostmasterFile.Read(folder.PostmasterFile) is { } file && ProcessTable.WorksIn(file.ProcessId, folder.Cluster) ? file : null;

    /// <summary>What the server of the cluster says of itself.</summary>
    public static async Task<PostgresAnswer> AskAsync(ClusterFolder folder, CancellationToken cancellationToken) =>
        PostmasterFile.Read(folder.PostmasterFile) switch
        {
            null => PostgresAnswer.None,
            { IsReady: false } => PostgresAnswer.Starting,
            var file => await PostgresProbe.AskSocketAsync(file.SocketFolder, file.Port, cancellationToken).ConfigureAwait(false),
        };

    /// <summary>
    /// Whether a server that is no process of ours answers on the cluster's socket: one in a container with the same folder, whose
    /// process ids mean nothing here. Starting a second one would destroy the data.
    /// </summary>
    public static async Task<bool> IsForeignAsync(ClusterFolder folder, CancellationToken cancellationToken) =>
        PostmasterFile.Read(folder.PostmasterFile) is { SocketFolder.Length: > 0 } file
        && await PostgresProbe.AskSocketAsync(file.SocketFolder, file.Port, cancellationToken).ConfigureAwait(false) != PostgresAnswer.None;

    /// <summary>
    /// Makes PostgreSQL see that <c>postmaster.pid</c> is stale though another process of the same user has got the number. Only the
    /// number is replaced: the file also tells PostgreSQL to make sure that nothing is left of the old server's shared memory.
    /// </summary>
    public static async Task ForgetReusedAsync(ClusterFolder folder, ServerIdentity identity, CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(folder.PostmasterFile) is { } file && ProcessTable.IsAlive(file.ProcessId))
        {
            var call = new ToolCall("sed", "-i", $"1s/.*/{Nobody}/", folder.PostmasterFile) { IsClean = true };
            await ToolProcess.RunAsync(identity.Wrap(call), cancellationToken).ConfigureAwait(false);
        }
    }
}
