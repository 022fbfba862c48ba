using System.Text;
using System.Text.Json;

namespace ThreeDb.Cli.Tests.Projections;

/// <summary>What a person reads who was woken: every state, its reason, and what to do.</summary>
public sealed class ProjectionViewTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-03-04T03:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly ProjectionStatus Live = new()
    {
        Name = "graph", Kind = "falkordb", State = ProjectionState.Live, Since = Now.AddHours(-2).AddMinutes(-5), Pending = 0, LagSeconds = 0,
        AppliedPerSecond = 312.4, Applied = 1_234_567, Leader = "host-1:4711", Epoch = 3, Position = new Position("AAAAAAAAAAAAAAAAAAAAAA"),
        Definition = new ProjectionDefinition { Kind = "falkordb", Settings = JsonElement.Parse("""{"url":"redis://127.0.0.1:6379"}""") },
    };

    [Fact]
    public void Live_projection_is_one_line_and_nothing_else()
    {
        var lines = Draw(Live).TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal(["PROJECTION", "ENGINE", "STATE", "FOR", "BEHIND", "CHANGES", "APPLIED/S", "PARKED", "BREAKER"], Words(lines[0]));
        Assert.Equal(["graph", "falkordb", "live", "2 h 5 min", "0 ms", "0", "312", "0", "closed"], Words(lines[1]));
    }

    [Fact]
    public void Unknown_lag_is_unknown_and_never_zero()
    {
        var text = Draw(Live with { Pending = null, LagSeconds = null, State = ProjectionState.Starting });
        Assert.Equal(["graph", "falkordb", "starting", "2 h 5 min", "unknown", "unknown", "312", "0", "closed"], Words(text.Split('\n')[1]));
        Assert.Contains("What to do: Wait for a moment", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProjectionState.Stalled, "stalled", "3db sync resume graph")]
    [InlineData(ProjectionState.Broken, "broken", "3db sync resume graph")]
    [InlineData(ProjectionState.Paused, "paused", "3db sync resume graph")]
    public void State_that_needs_somebody_says_what_to_do_even_where_the_server_does_not(ProjectionState state, string word, string remedy)
    {
        var text = Draw(Live with { State = state, Reason = "it went away" });
        Assert.Contains(word, text, StringComparison.Ordinal);
        Assert.Contains("\n  Why: it went away.\n  What to do: ", text, StringComparison.Ordinal);
        Assert.Contains(remedy, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reason_and_remedy_of_the_server_come_first()
    {
        var text = Draw(Live with { State = ProjectionState.Broken, Reason = "FalkorDB refused the password.", Remedy = "correct 'passwordFile', then '3db sync resume graph'" });
        Assert.Contains("\ngraph\n  Why: FalkorDB refused the password.\n  What to do: correct 'passwordFile', then '3db sync resume graph'.\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "Rebuilding: entities, just begun.")]
    [InlineData(1, 1000, "Rebuilding: entities, 1 of 1,000 (0 %).")]
    [InlineData(250, 1000, "Rebuilding: entities, 250 of 1,000 (25 %), approximately 3 min 0 s to go.")]
    [InlineData(1000, 1000, "Rebuilding: entities, 1,000 of 1,000 (100 %), approximately 0 ms to go.")]
    public void Progress_shows_part_and_time_to_go(long done, long total, string sentence) =>
        Assert.Contains(sentence, Draw(Live with { State = ProjectionState.Rebuilding, Progress = new SyncProgress("rebuild", "entities", done, total, Now.AddMinutes(-1)), Unfinished = ["rebuild"] }), StringComparison.Ordinal);

    [Fact]
    public void Work_that_waits_is_told_apart_from_work_that_goes_on()
    {
        Assert.Contains("A reconcile was asked for and begins next.", Draw(Live with { Unfinished = ["reconcile"] }), StringComparison.Ordinal);
        Assert.Contains("A rebuild was asked for and begins once it is resumed.", Draw(Live with { State = ProjectionState.Paused, Unfinished = ["rebuild"] }), StringComparison.Ordinal);
        Assert.DoesNotContain("was asked for", Draw(Live with { Progress = new SyncProgress("rebuild", "entities", 1, 2, Now), Unfinished = ["rebuild"] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1 key is parked")]
    [InlineData(2000, "2,000 keys are parked")]
    public void Parked_keys_name_the_command_that_shows_them(long parked, string words)
    {
        var text = Draw(Live with { Parked = parked });
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Contains("'3db sync dead-letters graph'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocker_of_the_log_is_named_once_with_what_ends_it()
    {
        var held = Live with { Frontier = new FrontierHold(4242, "psql", 312, "idle in transaction"), LagSeconds = 312, Pending = 100_000 };
        var text = Draw(held, held with { Name = "other" });
        Assert.Equal(2, text.Split("pg_terminate_backend").Length);
        Assert.Contains("PostgreSQL process 4242 (psql, idle in transaction) has had a transaction open for 5 min 12 s", text, StringComparison.Ordinal);
        Assert.Contains("select pg_terminate_backend(4242).", text, StringComparison.Ordinal);
        Assert.Contains("100,000 or more", text, StringComparison.Ordinal);
        var hidden = Draw(held.WithoutSessions());
        Assert.Contains("A session of PostgreSQL (idle in transaction) has had a transaction open for 5 min 12 s", hidden, StringComparison.Ordinal);
        Assert.Contains("ask an administrator", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("psql", hidden, StringComparison.Ordinal);
        Assert.Contains("ROLLBACK PREPARED", Draw(held with { Frontier = held.Frontier! with { State = "prepared" } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Last_comparison_says_what_it_found()
    {
        var report = new ReconcileReport { StartedAt = Now.AddHours(-1), EndedAt = Now.AddHours(-1).AddSeconds(3), Cause = "schedule", Entities = 70_000, Relations = 1 };
        Assert.Contains("Last compared with the source: 2026-03-04 02:00:03Z, as scheduled: 70,000 entities and 1 relation in 3 s, all equal.", Draw(Live with { LastReconcile = report }), StringComparison.Ordinal);
        Assert.Contains("because PostgreSQL was restored or had failed over: 70,000 entities and 1 relation in 3 s, 2 missing, 1 orphan, 3 differing; repaired.",
            Draw(Live with { LastReconcile = report with { Cause = "epoch", Missing = 2, Orphans = 1, Differing = 3 } }), StringComparison.Ordinal);
        Assert.Contains("in 3 s, all others equal; 9 keys are parked.", Draw(Live with { LastReconcile = report with { Parked = 9 } }), StringComparison.Ordinal);
        Assert.Contains("1 missing; repaired; 1 key is parked.", Draw(Live with { LastReconcile = report with { Missing = 1, Parked = 1 } }), StringComparison.Ordinal);
    }

    [Fact]
    public void One_projection_shows_everything_that_is_known()
    {
        var text = Show(screen => ProjectionView.DrawOne(Live with { State = ProjectionState.CatchingUp, Retries = 7 }, Now, screen));
        Assert.StartsWith("graph is catching up, for 2 h 5 min.\n", text, StringComparison.Ordinal);
        foreach (var part in (string[])["host-1:4711 (epoch 3)", "1,234,567 rows", "AAAAAAAAAAAAAAAAAAAAAA", "never", "redis://127.0.0.1:6379", "retries", "7"])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Engine_cannot_steer_the_terminal()
    {
        var hostile = Live with { State = ProjectionState.Broken, Reason = "\e[2Jbroken\r\u202e", Remedy = "\u0007x", Kind = "a\eb" };
        foreach (var text in (string[])[Draw(hostile), Show(screen => ProjectionView.DrawOne(hostile, Now, screen))])
        {
            Assert.DoesNotContain(text, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        }
    }

    private static string Draw(params ProjectionStatus[] statuses) => Show(screen => ProjectionView.DrawAll(statuses, Now, screen));

    private static string Show(Action<Screen> draw)
    {
        using var output = new MemoryStream();
        var screen = new Screen(new Shell { Output = output, Error = TextWriter.Null, Input = Stream.Null, Variable = static _ => null }, isJson: false, withColour: false);
        draw(screen);
        screen.Flush();
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string[] Words(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
