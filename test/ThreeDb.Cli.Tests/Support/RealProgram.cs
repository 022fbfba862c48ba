using System.Diagnostics;

namespace ThreeDb.Cli.Tests;

/// <summary>Runs the built program in a process of its own.</summary>
internal static class RealProgram
{
    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "3db");

    public static Task<Answer> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] words) => RunAsync(variables, [Path, .. words], "");

    public static async Task<Answer> RunAsync(IReadOnlyDictionary<string, string> variables, string[] command, string input)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("THREEDB_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new Answer(process.ExitCode, await output, await error);
    }
}
