using System.CommandLine;
using ThreeDb.Client;

namespace ThreeDb.Cli;

/// <summary>The options of every verb that reads: which position its answer must have seen.</summary>
internal static class PositionOptions
{
    private const double LongestWait = 60;

    public static readonly Option<string?> AtLeast = new("--at-least")
    {
        Description = "Answer only with what has seen this position, as a write printed it with --json; else exit code 10", HelpName = "POSITION",
    };

    public static readonly Option<double?> Wait = new("--at-least-wait") { Description = "How many seconds to wait for that position, up to 60 (default 2)", HelpName = "SECONDS" };

    /// <summary>The server as the call wants it read.</summary>
    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public static ThreeDbClient Apply(ThreeDbClient client, string? position, double? wait)
    {
        if (wait is { } seconds && !(seconds >= 0 && seconds <= LongestWait))
        {
            throw Usage.Fault($"--at-least-wait: {seconds} is not in 0 to {LongestWait} seconds.");
        }

        return position is not null ? client.AtLeast(new Position(position), wait is { } given ? TimeSpan.FromSeconds(given) : null)
            : wait is null ? client
            : throw Usage.Fault("--at-least-wait goes with --at-least.");
    }
}
