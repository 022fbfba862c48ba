using System.CommandLine;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary><c>3db sync status</c>: how projections are, and what to do about it.</summary>
internal static class SyncStatusVerb
{
    private const string Clear = "\e[H\e[2J";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Argument<string?> Name = new("NAME") { Description = "One projection, with everything that is known; all of them without it", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Watch = new("--watch") { Description = "Go on showing it, every second; with --json a line for each change" };

    public static Command Make() =>
        new Command("status", "Show how projections are and what to do about it; exit code 9 when one is stalled or broken") { Name, Watch }.Runs(RunAsync);

    private static async Task RunAsync(Call call)
    {
        if (call.Get(Watch))
        {
            await WatchAsync(call);
            return;
        }

        Show(call, await ReadAsync(call));
    }

    private static async Task WatchAsync(Call call)
    {
        if (!call.Screen.IsJson && !call.Shell.OutputIsTerminal)
        {
            throw Usage.Fault("--watch needs a terminal, or --json.", "3db sync status");
        }

        // The position moves with every transaction of the cluster, whether or not it concerns the projection.
        for (var last = ""; ;)
        {
            var statuses = await ReadAsync(call);
            var now = JsonSerializer.Serialize(statuses.Select(status => status with { Position = null }), ThreeDbJson.Options);
            if (!call.Screen.IsJson || now != last)
            {
                call.Screen.Raw(Clear);
                Show(call, statuses);
                call.Screen.Flush();
                last = now;
            }

            await Task.Delay(Pause, call.Shell.Time, call.Token);
        }
    }

    private static async Task<IReadOnlyList<ProjectionStatus>> ReadAsync(Call call) =>
        call.Get(Name) is { } name ? [await call.Db.Sync.GetAsync(name, call.Token)] : await call.Db.Sync.ListAsync(call.Token);

    private static void Show(Call call, IReadOnlyList<ProjectionStatus> statuses)
    {
        var now = call.Shell.Time.GetUtcNow();
        if (call.Get(Name) is null)
        {
            call.Screen.Answer(statuses, screen => ProjectionView.DrawAll(statuses, now, screen));
        }
        else
        {
            call.Screen.Answer(statuses[0], screen => ProjectionView.DrawOne(statuses[0], now, screen));
        }

        call.ExitCode = statuses.Any(status => status.State is ProjectionState.Stalled or ProjectionState.Broken) ? ExitCodes.Unreachable : ExitCodes.Success;
    }
}
