using System.Diagnostics;

namespace ThreeDb.LocalPostgres;

/// <summary>
/// A program run on a leash: it ends when 3db ends, however 3db ends (kill -9 too), so nothing goes on writing behind a lock's
/// back.
/// </summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    // The leash: when our end of standard input closes, the watcher kills the program. Its own outputs go nowhere, or
    // readers of the program's output would wait for the watcher as well.
    private const string Leash =
        """
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        { read -r _ <&3; kill "$child"; } >/dev/null 2>&1 &
        watcher=$!
        wait "$child"
        status=$?
        kill "$watcher" 2>/dev/null
        exit "$status"
        """;

    private readonly Process process;

    private ToolProcess(Process process) => this.process = process;

    public StreamReader Output => process.StandardOutput;

    public StreamReader Errors => process.StandardError;

    public static ToolProcess Start(ToolCall call)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Leash, "leash", call.File, .. call.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = call.WorkingFolder ?? "/",
        };
        if (call.IsClean)
        {
            CleanEnvironment.Apply(start);
        }

        foreach (var (name, value) in call.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["LC_ALL"] = "C"; // Messages are searched for known words.
        return new ToolProcess(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end. Cancelling kills it.</summary>
    public static async Task<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var tool = Start(call);
        await using (tool.ConfigureAwait(false))
        {
            var output = Collect(tool.Output, call.OnLine, cancellationToken);
            var errors = Collect(tool.Errors, null, cancellationToken);
            return new ToolResult(await tool.WaitAsync(cancellationToken).ConfigureAwait(false),
                await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
    }

    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static async Task<string> Collect(StreamReader reader, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var lines = new Queue<string>();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (onLine is not null)
            {
                onLine(line);
                continue;
            }

            lines.Enqueue(line);
            if (lines.Count > 2000)
            {
                lines.Dequeue();
            }
        }

        return string.Join("\n", lines);
    }
}
