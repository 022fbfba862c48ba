namespace ThreeDb.LocalPostgres.Tests;

/// <summary>Runs the tests, or, as <c>driver COMMAND</c>, does one thing of the library in a process of its own.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments) => arguments is ["driver", .. var command]
        ? await DriverCommand.RunAsync(command)
        : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments);
}
