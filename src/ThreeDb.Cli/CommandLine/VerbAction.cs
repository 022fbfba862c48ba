using System.CommandLine;
using System.CommandLine.Invocation;

namespace ThreeDb.Cli;

/// <summary>What a verb does. <see cref="CommandLineApp"/> runs it; failures are exceptions and become exit codes there.</summary>
internal sealed class VerbAction(Func<Call, Task> work) : AsynchronousCommandLineAction
{
    public Func<Call, Task> Work { get; } = work;

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

    /// <summary>Says what a command reads; it can demand that the answer has seen a position.</summary>
    public static Command Reads(this Command command, Func<Call, Task> work)
    {
        command.Add(PositionOptions.AtLeast);
        command.Add(PositionOptions.Wait);
        return command.Runs(work);
    }
}
