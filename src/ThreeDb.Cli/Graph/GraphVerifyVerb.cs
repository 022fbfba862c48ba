using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db graph verify</c>: proves the graph in memory equal to the tables.</summary>
internal static class GraphVerifyVerb
{
    public static Command Make() => new Command("verify", "Prove the graph in memory equal to the tables; exit code 1 when it was not") { }.Reads(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var found = await call.Db.Graph.VerifyAsync(call.Token);
        call.ExitCode = found.Equal ? ExitCodes.Success : ExitCodes.Other;
        call.Screen.Answer(found, screen => Draw(found, screen));
    }

    /// <summary>Draws what was found.</summary>
    public static void Draw(GraphVerification found, Screen screen)
    {
        screen.Line(found.Equal ? "The graph in memory is equal to the tables." : $"{Quantity.Count(found.Differences, "row differs", "rows differ")} from the tables; the graph is loaded anew.");
        screen.Pairs(
            ("entities", Quantity.Count(found.Entities)), ("relations", Quantity.Count(found.Relations)),
            ("memory", Quantity.Bytes(found.Bytes) + (found.Relations == 0 ? "" : $" ({Quantity.Bytes(found.Bytes / found.Relations)} for each relation)")),
            ("compared in", Quantity.Milliseconds(found.Seconds * 1000)),
            ("for example", found.Examples.Count == 0 ? null : string.Join(", ", found.Examples)));
    }
}
