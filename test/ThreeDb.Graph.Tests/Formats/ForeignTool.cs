using System.ComponentModel;
using System.Diagnostics;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

/// <summary>Another program that reads what is written here.</summary>
internal static class ForeignTool
{
    /// <summary>What a program writes when it gets a text; the test is skipped, or in CI fails, where the program is missing.</summary>
    public static async Task<string> ReadAsync(string program, IReadOnlyList<string> arguments, string input, string package)
    {
        using var process = Start(program, arguments, package);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not read to the end: its exit code and what it says tell why.
        }

        await process.WaitForExitAsync();
        if ((await error).Contains("ModuleNotFoundError", StringComparison.Ordinal))
        {
            Missing(program, package);
        }

        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, string package)
    {
        var utf8 = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = utf8,
                StandardOutputEncoding = utf8,
            })!;
        }
        catch (Win32Exception)
        {
            Missing(program, package);
            throw;
        }
    }

    private static void Missing(string program, string package) => Prerequisite.Missing($"{program} with {package} is not here.", $"apt-get install {package}");
}
