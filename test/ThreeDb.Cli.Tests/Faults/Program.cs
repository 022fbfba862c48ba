namespace ThreeDb.Cli.Tests;

/// <summary>Runs the tests, or, as <c>serve CONNECTION</c>, a server in a process of its own, with all connectors.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments) => arguments is ["serve", var connection]
        ? await Testing.ServerProcess.ServeAsync(connection, Connectors.All)
        : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments);
}
