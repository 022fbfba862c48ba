using System.CommandLine;
using System.CommandLine.Invocation;

namespace ThreeDb.Cli;

/// <summary>What a verb does. <see cref="CommandLineApp"/> runs it; failures are exceptions and become exit codes there.</summary>
internal sealed class VerbAction(Func<Call, Task> work, bool isLocal = false) : AsynchronousCommandLineAction
{
    public Func<Call, Task> Work { get; } = work;

    /// <summary>Whether it works on this machine's 3db, or in PostgreSQL itself, whatever server is named.</summary>
    public bool IsLocal { get; } = isLocal;

    public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Verbs are run by CommandLineApp.");
}

/// <summary>Ways to describe verbs.</summary>
internal static class VerbExtensions
{
    /// <summary>Says what a command does.</summary>
    public static Command Runs(this Command command, Func<Call, Task> work)
    {
        command.Action = new VerbAction(work);
        return command;
    }

    /// <summary>Says what a command does on this machine, or in PostgreSQL itself: it asks no server, so that naming one is refused.</summary>
    public static Command RunsLocally(this Command command, Func<Call, Task> work)
    {
        command.Action = new VerbAction(work, isLocal: true);
        return command;
    }

    /// <summary>Says what a command reads; it can demand that the answer has seen a position.</summary>
    public static Command Reads(this Command command, Func<Call, Task> work)
    {
        command.Add(PositionOptions.AtLeast);
        command.Add(PositionOptions.Wait);
        return command.Runs(work);
    }
}
