namespace ThreeDb.LocalPostgres;

/// <summary>Docker or Podman, whichever answers first.</summary>
internal sealed class ContainerEngine(string program)
{
    private static readonly string[] Known = ["docker", "podman"];

    /// <summary>Finds an engine that works, or null.</summary>
    /// <param name="machine">Where to look.</param>
    /// <param name="closed">Receives why none was found.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<ContainerEngine?> FindAsync(Machine machine, ClosedWays closed, CancellationToken cancellationToken)
    {
        foreach (var name in Known)
        {
            if (machine.FindTool(name) is not { } program)
            {
                closed.Add($"there is no {name}", "Install Docker or Podman");
                continue;
            }

            var result = await ToolProcess.RunAsync(new ToolCall(program, "info"), cancellationToken).ConfigureAwait(false);
            if (result.Succeeded)
            {
                return new ContainerEngine(program);
            }

            closed.Add($"{name} does not work ({result.FirstComplaint.TrimEnd('.')})", $"Make '{name} info' work: start its service, or let this user use it");
        }

        return null;
    }

    /// <summary>Runs a command of the engine; null when it fails.</summary>
    public async Task<string?> TryAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await ToolProcess.RunAsync(new ToolCall(program, arguments), cancellationToken).ConfigureAwait(false);
        return result.Succeeded ? result.Output.Trim() : null;
    }

    /// <summary>Runs a command of the engine.</summary>
    /// <exception cref="ThreeDbException">TDB5008 with what the engine said.</exception>
    public async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await ToolProcess.RunAsync(new ToolCall(program, arguments), cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw FolderFault.MeansFull(result.Errors)
                ? FolderFault.Full("the container engine", null)
                : new ThreeDbException(ErrorCodes.ServerDidNotStart,
                    $"{Path.GetFileName(program)} could not {arguments[0]}: {result.LastWords()}");
        }
    }
}
