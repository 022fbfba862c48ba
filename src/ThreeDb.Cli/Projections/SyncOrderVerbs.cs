using System.CommandLine;
using System.Globalization;

namespace ThreeDb.Cli;

/// <summary><c>3db sync pause</c>, <c>resume</c>, <c>rebuild</c>, <c>reconcile</c>: what a projection is told to do.</summary>
internal static class SyncOrderVerbs
{
    private static readonly Option<bool> Wait = new("--wait") { Description = "Wait for the end; exit code 10 when it cannot be reached" };

    private static readonly Option<double?> WaitLimit = new("--wait-limit") { Description = "Wait no longer than so many seconds; goes with --wait", HelpName = "SECONDS" };

    public static Command MakePause() => new Command("pause", "Stop applying changes; they wait in the log") { SyncVerbs.Name }.Runs(PauseAsync);

    public static Command MakeResume() => new Command("resume", "Go on after a pause, or try again at once") { SyncVerbs.Name, Wait, WaitLimit }.Runs(ResumeAsync);

    public static Command MakeRebuild() => new Command("rebuild", "Build a projection anew, beside the live feed") { SyncVerbs.Name, Wait, WaitLimit }.Runs(call =>
        WorkAsync(call, "rebuild", "Building {0} anew, beside new changes.", "Built {0} anew.", static (sync, name, stop) => sync.RebuildAsync(name, stop)));

    public static Command MakeReconcile() => new Command("reconcile", "Compare a projection with the source and repair it") { SyncVerbs.Name, Wait, WaitLimit }.Runs(call =>
        WorkAsync(call, "reconcile", "Comparing {0} with the source, beside new changes.", "Compared {0} with the source.", static (sync, name, stop) => sync.ReconcileAsync(name, stop)));

    private static async Task PauseAsync(Call call)
    {
        var name = call.Get(SyncVerbs.Name);
        var status = await call.Db.Sync.PauseAsync(name, call.Token);
        call.Screen.Answer(status, screen =>
        {
            screen.Line($"Paused {Printable.Of(name)}. Changes wait in the log; nothing is lost.");
            screen.Next(($"sync resume {Printable.Of(name)}", "Go on"));
        });
    }

    private static async Task ResumeAsync(Call call)
    {
        var (name, limit) = (call.Get(SyncVerbs.Name), LimitOf(call));
        var status = await call.Db.Sync.ResumeAsync(name, call.Token);
        if (call.Get(Wait))
        {
            status = await WatchAsync(call, "changes", progress => call.Db.Sync.LiveAsync(name, limit, progress, time: call.Shell.Time, cancellationToken: call.Token));
        }

        Answer(call, status, isDone: !call.Get(Wait) || status.State == ProjectionState.Live, call.Get(Wait) ? $"{Printable.Of(name)} is live." : $"Resumed {Printable.Of(name)}.");
    }

    private static async Task WorkAsync(Call call, string work, string begun, string done, Func<ISync, string, CancellationToken, Task<ProjectionStatus>> order)
    {
        var (name, limit) = (call.Get(SyncVerbs.Name), LimitOf(call));
        var status = await order(call.Db.Sync, name, call.Token);
        if (call.Get(Wait))
        {
            status = await WatchAsync(call, work, progress => call.Db.Sync.FinishAsync(name, work, limit, progress, time: call.Shell.Time, cancellationToken: call.Token));
        }

        var isDone = !status.Unfinished.Contains(work);
        var begins = status.State is not (ProjectionState.Paused or ProjectionState.Stalled or ProjectionState.Broken);
        var text = isDone && call.Get(Wait) ? done : begins ? begun : $"{{0}} is {ProjectionText.Word(status.State)}.";
        Answer(call, status, isDone || !call.Get(Wait), string.Format(CultureInfo.InvariantCulture, text, Printable.Of(name)));
    }

    private static TimeSpan? LimitOf(Call call)
    {
        if (call.Get(WaitLimit) is not { } seconds)
        {
            return null;
        }

        return !call.Get(Wait) ? throw Usage.Fault("--wait-limit goes with --wait.", "3db sync")
            : seconds is >= 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds)
            : throw Usage.Fault($"--wait-limit: {seconds.ToString(CultureInfo.InvariantCulture)} is not in 0 to 86400 seconds.", "3db sync");
    }

    private static Task<ProjectionStatus> WatchAsync(Call call, string what, Func<IProgress<ProjectionStatus>, Task<ProjectionStatus>> wait) =>
        ProgressBoard.RunAsync(call, async board =>
        {
            var part = board.Begin(what, unit: ProgressUnit.Share);
            var status = await wait(new StatusProgress(part, call));
            part.Finish();
            return status;
        });

    private static void Answer(Call call, ProjectionStatus status, bool isDone, string done)
    {
        var now = call.Shell.Time.GetUtcNow();
        call.Screen.Answer(status, screen =>
        {
            var isStuck = status.State is ProjectionState.Paused or ProjectionState.Broken;
            screen.Line(isDone ? done : $"{Printable.Of(status.Name)} is {ProjectionText.Word(status.State)}{(isStuck ? " and cannot go on by itself" : "; the time to wait is over, and it goes on trying")}.");
            foreach (var sentence in ProjectionText.Sentences(status, now, screen.Command))
            {
                screen.Line("  " + Printable.Of(sentence));
            }

            if (!call.Get(Wait))
            {
                screen.Next(($"sync status {Printable.Of(status.Name)}", "See how far it is"));
            }
        });
        call.ExitCode = isDone ? ExitCodes.Success : ExitCodes.GaveUpWaiting;
    }
}
