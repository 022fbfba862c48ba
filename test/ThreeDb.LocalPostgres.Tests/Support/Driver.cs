using System.Diagnostics;

namespace ThreeDb.LocalPostgres.Tests;

/// <summary>This program once more, as a process of its own: under another user, in another environment, or to be killed.</summary>
internal sealed class Driver : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> reports;

    private Driver(Process process)
    {
        this.process = process;
        reports = process.StandardError.ReadToEndAsync();
    }

    public int ProcessId => process.Id;

    private static string[] Self => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(Driver).Assembly.Location]
        : [Environment.ProcessPath!];

    /// <summary>Starts it.</summary>
    /// <param name="variables">Its environment, on top of nothing but what .NET needs.</param>
    /// <param name="command">The command of <see cref="DriverCommand"/>.</param>
    /// <param name="before">A command that runs it, such as setpriv with its arguments.</param>
    public static Driver Start(IReadOnlyDictionary<string, string> variables, string[] command, params string[] before)
    {
        string[] all = [.. before, .. Self, "driver", .. command];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new Driver(Process.Start(start)!);
    }

    /// <summary>Starts it and waits for its answer.</summary>
    public static async Task<DriverAnswer> RunAsync(IReadOnlyDictionary<string, string> variables, string[] command, params string[] before)
    {
        await using var driver = Start(variables, command, before);
        return await driver.AnswerAsync();
    }

    public async Task<DriverAnswer> AnswerAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return line is null ? throw new InvalidOperationException("The driver said nothing: " + await reports) : DriverAnswer.Parse(line);
    }

    /// <summary>What SIGKILL does: no handler runs, no file is cleaned up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }
}
