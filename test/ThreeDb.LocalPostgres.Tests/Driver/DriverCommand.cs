using System.Diagnostics;
using System.Text.Json;

namespace ThreeDb.LocalPostgres.Tests;

/// <summary>What a driver process answers, as one line of JSON on standard output.</summary>
internal sealed record DriverAnswer(
    string? Code = null, string? Message = null, string? Hint = null, string? Source = null, int Port = 0, int ProcessId = 0,
    string? DataFolder = null, string? ConnectionString = null, string? Version = null, bool WasStarted = false, string? State = null,
    string? Root = null, double Milliseconds = 0)
{
    public static DriverAnswer Parse(string line) => JsonSerializer.Deserialize<DriverAnswer>(line)!;
}

/// <summary>
/// The commands of the driver. Options come from the environment, as they do for 3db itself; progress goes to standard error.
/// </summary>
internal static class DriverCommand
{
    public static async Task<int> RunAsync(string[] command)
    {
        var clock = Stopwatch.StartNew();
        DriverAnswer answer;
        try
        {
            answer = await AnswerAsync(command);
        }
        catch (ThreeDbException exception)
        {
            answer = new DriverAnswer(exception.Code.Code, exception.Message, exception.Hint);
        }

        Console.WriteLine(JsonSerializer.Serialize(answer with { Milliseconds = clock.Elapsed.TotalMilliseconds }));
        return answer.Code is null ? 0 : 1;
    }

    private static async Task<DriverAnswer> AnswerAsync(string[] command)
    {
        var progress = new ReportToStandardError();
        switch (command)
        {
            case ["ensure"]:
                var instance = await new LocalPostgresServer().EnsureAsync(progress);
                return new DriverAnswer(Source: instance.Source.ToString(), Port: instance.Port, ProcessId: instance.ProcessId ?? 0,
                    DataFolder: instance.DataFolder, ConnectionString: instance.ToConnectionString(), Version: instance.Version,
                    WasStarted: instance.WasStarted);
            case ["ensure-and-hang"]:
                await new LocalPostgresServer().EnsureAsync(progress);
                Console.WriteLine("{}");
                await Task.Delay(Timeout.Infinite);
                return new DriverAnswer();
            case ["status"]:
                var status = await new LocalPostgresServer().GetStatusAsync();
                return new DriverAnswer(State: status.State.ToString(), Port: status.Port ?? 0, ProcessId: status.ProcessId ?? 0);
            case ["stop"]:
                return new DriverAnswer(State: (await new LocalPostgresServer().StopAsync()).ToString());
            case ["install", var name, var executable, .. var packages]:
                var definition = new PackageRuntimeDefinition(name, packages, [executable]);
                var runtime = await new PackageStore().EnsureAsync(definition, progress, default);
                return new DriverAnswer(Root: runtime.Root);
            default:
                throw new ArgumentException("unknown driver command " + string.Join(' ', command));
        }
    }

    private sealed class ReportToStandardError : IProgress<ProvisionProgress>
    {
        public void Report(ProvisionProgress value) => Console.Error.WriteLine($"{value.Step} {value.Fraction:P0} {value.Message}");
    }
}
