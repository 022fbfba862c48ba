using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db doctor</c>: looks at everything that 3db depends on, and says what to do about what is wrong.</summary>
internal static class DoctorVerb
{
    public static Command Make() => new Command("doctor", "Check everything that 3db depends on, and say what to do") { DataFolder.Option }.Runs(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var folder = DataFolder.Of(call);
        var postgres = OperatingSystem.IsLinux() ? await folder.Postgres().GetStatusAsync(call.Token) : null;
        List<Check> checks =
        [
            .. MachineChecks.All(folder, postgres, call.Shell),
            .. await PostgresChecks.AllAsync(folder, postgres, call.Token),
            .. await ServerChecks.AllAsync(call, folder, postgres),
        ];
        call.Screen.Answer(new DoctorReport(!checks.Exists(check => check.State == CheckState.Fail), checks), screen => Draw(checks, screen));
        call.ExitCode = checks.Exists(check => check.State == CheckState.Fail) ? ExitCodes.Other : ExitCodes.Success;
    }

    private static void Draw(List<Check> checks, Screen screen)
    {
        var width = checks.Max(check => check.Name.Length);
        foreach (var check in checks)
        {
            screen.Line($"{Mark(check.State, screen.Ink)}  {check.Name.PadRight(width)}  {Printable.Of(check.Detail)}");
            if (check.Remedy is { } remedy)
            {
                screen.Line($"{new string(' ', width + 11)}{screen.Ink.Dim("→ " + Printable.Of(remedy))}");
            }
        }

        var (failed, warned) = (checks.Count(check => check.State == CheckState.Fail), checks.Count(check => check.State == CheckState.Warn));
        screen.Note(failed > 0 ? $"{Quantity.Count(failed, "check", "checks")} failed." : warned > 0 ? $"It works; {Quantity.Count(warned, "thing", "things")} could be better." : "All is well.");
    }

    private static string Mark(CheckState state, Ink ink) => state switch
    {
        CheckState.Ok => ink.Green("ok     "),
        CheckState.Warn => ink.Yellow("warn   "),
        CheckState.Fail => ink.Red("fail   "),
        _ => ink.Dim("unknown"),
    };
}

/// <summary>What the checks found.</summary>
internal sealed record DoctorReport(bool Ok, IReadOnlyList<Check> Checks);
