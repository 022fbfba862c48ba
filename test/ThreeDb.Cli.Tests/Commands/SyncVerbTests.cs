namespace ThreeDb.Cli.Tests.Commands;

/// <summary><c>3db sync</c> against a server that runs projections.</summary>
public sealed class SyncVerbTests(ProjectionCli cli) : IClassFixture<ProjectionCli>
{
    [Fact]
    public async Task Projection_is_added_shown_and_removed()
    {
        var (name, place) = await cli.AddAsync();
        var all = await cli.RunAsync("sync", "status");
        Assert.Contains(name, all.Output, StringComparison.Ordinal);
        Assert.StartsWith("PROJECTION", all.Output, StringComparison.Ordinal);
        var one = await cli.RunAsync("sync", "status", name);
        Assert.Equal(0, one.ExitCode);
        Assert.StartsWith($"{name} is live, for ", one.Output, StringComparison.Ordinal);
        var status = (await cli.RunAsync("sync", "status", name, "--json")).Payload;
        Assert.Equal(("live", name), (status.GetProperty("state").GetString(), status.GetProperty("name").GetString()));
        Assert.Contains(name, (await cli.RunAsync("sync", "status", "--json")).Payload.EnumerateArray().Select(item => item.GetProperty("name").GetString()));

        Assert.Equal(2, (await cli.RunAsync("sync", "remove", name)).ExitCode);
        Assert.Equal(2, (await cli.RunAsync("sync", "remove", name, "--confirm=other")).ExitCode);
        Assert.Equal(name, (await cli.RunAsync("sync", "remove", name, $"--confirm={name}", "--json")).Payload.GetProperty("name").GetString());
        Assert.True(place.IsEmpty);
        Assert.Equal((5, "TDB7005"), Of(await cli.RunAsync("sync", "status", name, "--json")));
        Assert.Equal((5, "TDB7005"), Of(await cli.RunAsync("sync", "remove", name, "--json")));
        Assert.Equal((5, "TDB7005"), Of(await cli.RunAsync("sync", "dead-letters", name, "discard", "--json")));
    }

    [Fact]
    public async Task Faulty_definition_lists_every_fault()
    {
        var answer = await cli.RunAsync("sync", "add", "bad", "--kind", "memory", "--settings", """{"wrong": 1}""", "--rules", """{"reconcileAt": "noon", "types": {"a": {"interval": -1}}}""");
        Assert.Equal((7, ""), (answer.ExitCode, answer.Output));
        foreach (var pointer in (string[])["/settings/wrong", "/rules/reconcileAt", "/rules/types/a/interval"])
        {
            Assert.Contains(pointer, answer.Error, StringComparison.Ordinal);
        }

        Assert.Equal((7, "TDB7006"), Of(await cli.RunAsync("sync", "add", "bad", "--kind", "memry", "--json")));
        var both = await cli.RunAsync("sync", "add", "bad", "--kind", "memory", "--settings", """{"wrong": 1}""", "--rules", """{"reconcileAt": "noon", "types": {"a": {"interval": "often"}}}""");
        foreach (var pointer in (string[])["/settings/wrong", "/rules/reconcileAt", "/rules/types/a/interval"])
        {
            Assert.Contains(pointer, both.Error, StringComparison.Ordinal);
        }

        var misspelt = await cli.RunAsync("sync", "add", "bad", "--kind", "memory", "--rules", """{"relation": []}""");
        Assert.Contains("did you mean 'relations'", misspelt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stalled_projection_has_exit_code_nine_and_says_why_and_what_to_do()
    {
        var (name, place) = await cli.AddAsync();
        place.Faults.IsDown = true;
        await cli.Db.Entities.CreateAsync("doc", new { n = 1 });
        await cli.UntilAsync(name, status => status.State == ProjectionState.Stalled);
        var answer = await cli.RunAsync("sync", "status", name);
        Assert.Equal(9, answer.ExitCode);
        Assert.Contains($"{name} is stalled, for ", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\n  Why: ", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\n  What to do: ", answer.Output, StringComparison.Ordinal);
        place.Faults.IsDown = false;
        await cli.UntilAsync(name, status => status.State == ProjectionState.Live);
    }

    [Fact]
    public async Task Pause_and_resume_and_work_are_waited_for()
    {
        var (name, _) = await cli.AddAsync();
        Assert.Equal(name, (await cli.RunAsync("sync", "pause", name, "--json")).Payload.GetProperty("name").GetString());
        await cli.UntilAsync(name, status => status.State == ProjectionState.Paused);
        Assert.Contains("sync resume " + name, (await cli.RunAsync("sync", "status", name)).Output, StringComparison.Ordinal);

        var stuck = await cli.RunAsync("sync", "rebuild", name, "--wait");
        Assert.Equal(10, stuck.ExitCode);
        Assert.Contains("cannot go on by itself", stuck.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await cli.RunAsync("sync", "resume", name, "--wait")).ExitCode);
        var built = await cli.RunAsync("sync", "rebuild", name, "--wait");
        Assert.Contains("Built", built.Output, StringComparison.Ordinal);

        // Positions that were passed say nothing to a person: only how long it took.
        Assert.Matches(@"^rebuild: [\d.]+ (ms|s)\s*$", built.Error);
        var compared = await cli.RunAsync("sync", "reconcile", name, "--wait");
        Assert.Contains("Compared", compared.Output, StringComparison.Ordinal);
        Assert.Matches(@"^reconcile: [\d.]+ (ms|s)\s*$", compared.Error);
        Assert.Empty((await cli.RunAsync("sync", "reconcile", name, "--wait", "--json")).Payload.GetProperty("unfinished").EnumerateArray());
    }

    [Fact]
    public async Task Rules_are_shown_and_set_from_a_file_and_kept_when_settings_change()
    {
        var (name, _) = await cli.AddAsync();
        Assert.Equal("02:00", (await cli.RunAsync("sync", "rules", name, "--json")).Payload.GetProperty("reconcileAt").GetString());
        cli.Write("rules.json", """{"relations": ["KNOWS"], "reconcileAt": "never"}""");
        Assert.Equal(0, (await cli.RunAsync("sync", "rules", name, "@rules.json")).ExitCode);
        Assert.Equal("KNOWS", (await cli.RunAsync("sync", "rules", name, "--json")).Payload.GetProperty("relations")[0].GetString());
        Assert.Equal(0, (await cli.RunAsync("sync", "add", name, "--kind", "memory", "--settings", """{"x": 1}""")).ExitCode);
        Assert.Contains("KNOWS", (await cli.RunAsync("sync", "rules", name)).Output, StringComparison.Ordinal);
        Assert.Equal((7, "TDB7006"), Of(await cli.RunAsync("sync", "rules", name, """{"relations": "KNOWS"}""", "--json")));
    }

    [Fact]
    public async Task Null_is_no_rules_and_removes_none()
    {
        var (name, _) = await cli.AddAsync();
        Assert.Equal(0, (await cli.RunAsync("sync", "rules", name, """{"relations": ["KNOWS"]}""")).ExitCode);
        foreach (var words in (string[][])[["rules", name, "null"], ["add", name, "--kind", "memory", "--rules", "null"]])
        {
            var refused = await cli.RunAsync(["sync", .. words, "--json"]);
            Assert.Equal((2, "TDB6001"), Of(refused));
            Assert.Contains("The rules are an object", refused.Failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("KNOWS", (await cli.RunAsync("sync", "rules", name, "--json")).Payload.GetProperty("relations")[0].GetString());
        Assert.Equal(0, (await cli.RunAsync("sync", "rules", name, "{}")).ExitCode);
        Assert.DoesNotContain("KNOWS", (await cli.RunAsync("sync", "rules", name)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_that_stays_behind_and_what_is_gathered_are_told()
    {
        var (name, _) = await cli.AddAsync();
        Assert.Contains("nothing, every change is applied at once", (await cli.RunAsync("sync", "status", name)).Output, StringComparison.Ordinal);
        var moved = await cli.RunAsync("sync", "add", name, "--kind", "memory", "--settings", """{"x": 1}""", "--rules", """{"types": {"doc": {"interval": 2}, "*": {}}}""");
        Assert.Equal(0, moved.ExitCode);
        Assert.Contains("What it made before stays there, and is not kept up to date any more: what it made with the settings {} (memory).", moved.Output, StringComparison.Ordinal);
        Assert.Contains($"To be rid of it: declare it there again, with the kind memory and its settings of before; then '3db sync remove {name} --confirm={name}'", moved.Output, StringComparison.Ordinal);
        await cli.UntilAsync(name, status => status.Gathered.Count == 1);
        Assert.Contains("doc for 2 s (rule)", (await cli.RunAsync("sync", "status", name)).Output, StringComparison.Ordinal);
        Assert.Contains("doc for 2 s (rule)", (await cli.RunAsync("sync", "rules", name)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_listed_tried_again_and_forgotten()
    {
        var (name, place) = await cli.AddAsync();
        Assert.Contains("No dead letters", (await cli.RunAsync("sync", "dead-letters", name)).Error, StringComparison.Ordinal);
        var isPoison = true;
        place.Faults.RejectFields = fields => isPoison && fields.Any(field => field.Value.ToString() == "poison");
        string[] ids = [cli.Unique("dead/"), cli.Unique("dead/"), cli.Unique("dead/")];
        await cli.Db.WriteAsync([.. ids.Select(id => new CreateEntity("doc", Json.Of("""{"name":"poison"}""")) { Id = id })]);
        await cli.UntilAsync(name, status => status.Parked == 3);
        var listed = await cli.RunAsync("sync", "dead-letters", name);
        Assert.All(ids, id => Assert.Contains(id, listed.Output, StringComparison.Ordinal));
        Assert.Contains($"sync dead-letters {name} retry", listed.Error, StringComparison.Ordinal);
        Assert.Contains("3 keys are parked", (await cli.RunAsync("sync", "status", name)).Output, StringComparison.Ordinal);

        var letters = (await cli.RunAsync("sync", "dead-letters", name, "--json")).Payload;
        var first = letters[0].GetProperty("id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(1, (await cli.RunAsync("sync", "dead-letters", name, "discard", first, "--json")).Payload.GetProperty("count").GetInt32());
        Assert.Equal(2, (await cli.RunAsync("sync", "dead-letters", name, "discard")).ExitCode);
        isPoison = false;
        Assert.Equal(2, (await cli.RunAsync("sync", "dead-letters", name, "retry", "--json")).Payload.GetProperty("count").GetInt32());
        await cli.UntilAsync(name, status => status.Parked == 0);
        Assert.Equal(0, (await cli.RunAsync("sync", "dead-letters", name, "discard", $"--confirm={name}", "--json")).Payload.GetProperty("count").GetInt32());
        Assert.Contains("did you mean 'retry'", (await cli.RunAsync("sync", "dead-letters", name, "retr")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_is_asked_with_parameters_as_of_a_position()
    {
        var (name, _) = await cli.AddAsync();
        var id = cli.Unique("asked/");
        var position = (await cli.RunAsync("put", id, "--type", "doc", "--data", "{}", "--json")).Payload.GetProperty("position").GetString()!;
        string[] words = ["sync", "query", name, "ids", "--param", $"id={id}", "--limit", "10000", "--at-least", position, "--at-least-wait", "30"];
        var answer = (await cli.RunAsync([.. words, "--json"])).Payload;
        Assert.Contains(answer.GetProperty("rows").EnumerateArray(), row => row[0].GetString() == id);
        var shown = await cli.RunAsync(words);
        Assert.Contains(id, shown.Output, StringComparison.Ordinal);
        Assert.Contains("memory answered in", shown.Error, StringComparison.Ordinal);
        Assert.Equal((7, "TDB7009"), Of(await cli.RunAsync("sync", "query", name, "CREATE (n)", "--json")));
        Assert.Equal((2, "TDB6001"), Of(await cli.RunAsync("sync", "query", name, "RETURN 1", "--param", "novalue", "--json")));
    }

    [Fact]
    public async Task Waiting_for_a_stalled_projection_says_why_once_and_ends_when_told_to()
    {
        var (name, place) = await cli.AddAsync();
        place.Faults.IsDown = true;
        await cli.Db.Entities.CreateAsync("doc", new { n = 1 });
        await cli.UntilAsync(name, status => status.State == ProjectionState.Stalled);
        var answer = await cli.RunAsync("sync", "reconcile", name, "--wait", "--wait-limit", "1");
        Assert.Equal(10, answer.ExitCode);
        Assert.Contains($"{name} is stalled; the time to wait is over", answer.Output, StringComparison.Ordinal);
        Assert.Single(answer.Error.Split($"warning: {name} is stalled. Why: The engine in memory is away. What to do: ")[1..]);
        Assert.StartsWith($"{name} is stalled.\n", (await cli.RunAsync("sync", "rebuild", name)).Output, StringComparison.Ordinal);
        Assert.Equal((2, "TDB6001"), Of(await cli.RunAsync("sync", "rebuild", name, "--wait-limit", "1", "--json")));
        place.Faults.IsDown = false;
        Assert.Equal(0, (await cli.RunAsync("sync", "resume", name, "--wait", "--wait-limit", "60")).ExitCode);
    }

    [Fact]
    public async Task Dead_letters_that_are_not_there_are_not_found()
    {
        var (name, _) = await cli.AddAsync();
        var answer = await cli.RunAsync("sync", "dead-letters", name, "retry", "999");
        Assert.Equal(ExitCodes.NotFound, answer.ExitCode);
        Assert.Contains("None of the dead letters named is there", answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await cli.RunAsync("sync", "dead-letters", name, "retry")).ExitCode);
    }

    [Fact]
    public async Task Watching_needs_a_terminal_or_json() =>
        Assert.Equal((2, "TDB6001"), Of(await cli.RunAsync("", ["sync", "status", "--watch"]), isText: true));

    private static (int, string) Of(Answer answer, bool isText = false) =>
        isText ? (answer.ExitCode, answer.Error.Split(' ', ':')[1]) : (answer.ExitCode, answer.Failure.GetProperty("code").GetString()!);
}
