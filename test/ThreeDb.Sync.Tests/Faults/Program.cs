using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Runs the tests, or, as <c>serve CONNECTION</c>, a server in a process of its own.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments) => arguments is ["serve", var connection]
        ? await ServerProcess.ServeAsync(connection, new TableProjectionFactory())
        : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments);
}
