using System.CommandLine;
using ThreeDb.Embeddings;
using ThreeDb.Postgres;

namespace ThreeDb.Cli;

/// <summary><c>3db migrate</c>: brings the schema of the database up to date, or says what that would do.</summary>
internal static class MigrateVerb
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would be done" };

    public static Command Make() => new Command("migrate", "Bring the schema of the database up to date")
    {
        DataFolder.Option, DryRun,
        new Command("status", "Show which steps are missing") { DataFolder.Option }.RunsLocally(call => RunAsync(call, dryRun: true)),
    }.RunsLocally(call => RunAsync(call, call.Get(DryRun)));

    private static async Task RunAsync(Call call, bool dryRun)
    {
        var report = await new Migrator(await Operator.ConnectAsync(call)).RunAsync(new HashingEmbedder(), dryRun, call.Token);
        call.Screen.Answer(report, screen =>
        {
            screen.Line(report.Applied.Count == 0 ? $"The schema is up to date, at step {report.Version}."
                : $"{(dryRun ? "Missing" : "Applied")}: {string.Join(", ", report.Applied)}.");
            if (dryRun && report.Applied.Count > 0)
            {
                screen.Next(("migrate", "Apply them"));
            }
        });
    }
}
