using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ThreeDb.Server.Tests;

/// <summary>Projections over HTTP, with the real runner.</summary>
public sealed class ProjectionTests(ProjectionServer server) : IClassFixture<ProjectionServer>
{
    [Fact]
    public async Task Projection_is_added_listed_read_changed_and_removed()
    {
        var (path, name, place) = await server.AddAsync();
        Assert.Contains((await Call.Get("/v1/projections").SendAsync(server.Http)).Expect(200).GetProperty("items").EnumerateArray(), item => item.GetProperty("name").GetString() == name);
        var status = (await Call.Get(path).SendAsync(server.Http)).Expect(200);
        Assert.Equal(("live", "memory"), (status.GetProperty("state").GetString(), status.GetProperty("kind").GetString()));

        var changed = (await Call.Put(path, """{"kind":"memory","rules":{"types":{"*":{"include":false}},"reconcileAt":"never"}}""").SendAsync(server.Http)).Expect(200);
        Assert.Equal("never", changed.GetProperty("definition").GetProperty("rules").GetProperty("reconcileAt").GetString());
        Assert.Equal(204, (await Call.Delete(path).SendAsync(server.Http)).Status);
        (await Call.Get(path).SendAsync(server.Http)).ExpectProblem(404, ErrorCodes.ProjectionNotFound);
        Assert.True(place.IsEmpty);
    }

    [Fact]
    public async Task Removed_projection_leaves_its_data_when_told_to()
    {
        var (path, _, place) = await server.AddAsync();
        Assert.Equal(204, (await Call.Delete(path + "?keepData=true").SendAsync(server.Http)).Status);
        Assert.False(place.IsEmpty);
    }

    [Fact]
    public async Task Every_fault_of_a_definition_is_listed_at_its_place()
    {
        var faulty = """{"kind":"memory","settings":{"wrong":1},"rules":{"types":{"a b":{"interval":-1,"fields":["$id"]}},"reconcileAt":"noon"}}""";
        var errors = (await Call.Put("/v1/projections/faulty", faulty).SendAsync(server.Http)).ExpectProblem(422, ErrorCodes.InvalidProjection).GetProperty("errors");
        Assert.Equal(
            ["/rules/reconcileAt", "/rules/types/a b", "/rules/types/a b/fields/0", "/rules/types/a b/interval", "/settings/wrong"],
            errors.EnumerateArray().Select(error => error.GetProperty("pointer").GetString()).Order(StringComparer.Ordinal));

        // Faults of the form of one part hide no fault of what another means.
        var both = """
            {"settings":{"wrong":1},"kind":"memory","rules":{"types":{"package":{"feilds":["x"],"interval":"15","truncate":{"*":0},"fields":["a","b"],"rename":{"b":"a"}},"Foo Bar":{}},
             "reconcileAt":"2:00","maxRowsPerSecond":99999999999}}
            """;
        errors = (await Call.Put("/v1/projections/faulty", both).SendAsync(server.Http)).ExpectProblem(422, ErrorCodes.InvalidProjection).GetProperty("errors");
        Assert.Equal(
            [
                "/rules/maxRowsPerSecond", "/rules/reconcileAt", "/rules/types/Foo Bar", "/rules/types/package/feilds", "/rules/types/package/interval", "/rules/types/package/rename/b",
                "/rules/types/package/truncate/*", "/settings/wrong",
            ],
            errors.EnumerateArray().Select(error => error.GetProperty("pointer").GetString()).Order(StringComparer.Ordinal));
        var whole = (await Call.Put("/v1/projections/faulty", "[]").SendAsync(server.Http)).ExpectProblem(422, ErrorCodes.InvalidProjection);
        Assert.Equal("The definition has a fault: the whole: is an object.", whole.GetProperty("detail").GetString());
        (await Call.Put("/v1/projections/faulty", """{"kind":"memery"}""").SendAsync(server.Http)).ExpectProblem(422, ErrorCodes.InvalidProjection);
        (await Call.Put("/v1/projections/a%20b", """{"kind":"memory"}""").SendAsync(server.Http)).ExpectProblem(400, ErrorCodes.InvalidName);
    }

    [Fact]
    public async Task Pause_and_resume_are_followed()
    {
        var (path, name, _) = await server.AddAsync();
        (await Call.Order(path + "/pause").SendAsync(server.Http)).Expect(200);
        await server.UntilAsync(name, status => status.State == ProjectionState.Paused);
        (await Call.Order(path + "/resume").SendAsync(server.Http)).Expect(200);
        Assert.Equal(ProjectionState.Live, (await server.Client.Sync.LiveAsync(name, ProjectionServer.Patience)).State);
    }

    [Theory]
    [InlineData("rebuild")]
    [InlineData("reconcile")]
    public async Task Work_is_accepted_and_waited_for_when_asked(string work)
    {
        var (path, name, place) = await server.AddAsync();
        var done = (await Call.Order($"{path}/{work}?wait=60").SendAsync(server.Http)).Expect(200);
        Assert.DoesNotContain(work, done.GetProperty("unfinished").EnumerateArray().Select(item => item.GetString()));

        place.Faults.IsDown = true;
        var begun = (await Call.Order($"{path}/{work}").SendAsync(server.Http)).Expect(202);
        Assert.Contains(work, begun.GetProperty("unfinished").EnumerateArray().Select(item => item.GetString()));
        (await Call.Order($"{path}/{work}?wait=1").SendAsync(server.Http)).Expect(202);
        place.Faults.IsDown = false;
        Assert.DoesNotContain(work, (await server.Client.Sync.FinishAsync(name, work, ProjectionServer.Patience)).Unfinished);
    }

    [Fact]
    public async Task Reports_say_what_a_comparison_found()
    {
        var (path, name, place) = await server.AddAsync();
        var written = await server.Db.Entities.CreateAsync("doc", new { n = 1 }, server.Unique());
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == written.Entity.Id), ProjectionServer.Patience);
        var held = place.Entities.Single(entity => entity.Id == written.Entity.Id);
        place.Tamper(held.RowKey, null, null);
        (await Call.Order(path + "/reconcile?wait=60").SendAsync(server.Http)).Expect(200);
        var reports = (await Call.Get(path + "/reports?limit=1").SendAsync(server.Http)).Expect(200).GetProperty("items");
        Assert.Equal(1, reports[0].GetProperty("missing").GetInt64());
        Assert.Equal(1, (await server.Client.Sync.GetAsync(name)).LastReconcile!.Missing);
        Assert.Contains(place.Entities, entity => entity.Id == written.Entity.Id);
    }

    [Fact]
    public async Task Dead_letters_are_listed_tried_again_and_forgotten()
    {
        var (path, name, place) = await server.AddAsync();
        var hated = new HashSet<string>();
        place.Faults.RejectFields = fields => fields.Any(field => field.Value.ValueKind == JsonValueKind.String && hated.Contains(field.Value.GetString()!));
        hated.Add("poison");
        string[] ids = [server.Unique("dead/"), server.Unique("dead/")];
        await server.Db.WriteAsync([.. ids.Select(id => new CreateEntity("doc", Json.Of("""{"name":"poison"}""")) { Id = id })]);
        await server.UntilAsync(name, status => status.Parked == 2);
        var letters = (await Call.Get(path + "/dead-letters").SendAsync(server.Http)).Expect(200).GetProperty("items");
        Assert.Equal(ids.Order(), letters.EnumerateArray().Select(letter => letter.GetProperty("entity").GetString()).Order());
        Assert.All(letters.EnumerateArray(), letter => Assert.NotEmpty(letter.GetProperty("reason").GetString()!));
        Assert.Single((await Call.Get(path + "/dead-letters?limit=1").SendAsync(server.Http)).Expect(200).GetProperty("items").EnumerateArray());

        var first = letters[0].GetProperty("id").GetInt64();
        (await Call.Post(path + "/dead-letters/discard", "{}").SendAsync(server.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Equal(1, (await Call.Post(path + "/dead-letters/discard", $$"""{"letters":[{{first}}]}""").SendAsync(server.Http)).Expect(200).GetProperty("count").GetInt32());
        hated.Clear();
        Assert.Equal(1, (await Call.Post(path + "/dead-letters/retry", "{}").SendAsync(server.Http)).Expect(200).GetProperty("count").GetInt32());
        await server.UntilAsync(name, status => status.Parked == 0);
        Assert.Equal(0, (await Call.Post(path + "/dead-letters/discard", """{"all":true}""").SendAsync(server.Http)).Expect(200).GetProperty("count").GetInt32());
        (await Call.Post(path + "/dead-letters/retry", """{"letters":["one"]}""").SendAsync(server.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
    }

    [Fact]
    public async Task Query_is_answered_by_the_engine_as_of_the_position_demanded()
    {
        var (path, name, _) = await server.AddAsync();
        for (var i = 0; i < 10; i++)
        {
            var written = await server.Client.Entities.CreateAsync("doc", new { i }, server.Unique("q/"));
            var query = $$"""{"cypher":"ids","limit":10000,"waitSeconds":30,"atLeast":"{{written.Position}}"}""";
            var answer = (await Call.Post(path + "/query", query).SendAsync(server.Http)).Expect(200);
            Assert.Contains(answer.GetProperty("rows").EnumerateArray(), row => row[0].GetString() == written.Entity.Id);
            Assert.Equal("memory", answer.GetProperty("engine").GetString());
            written = await server.Client.Entities.CreateAsync("doc", new { i }, server.Unique("q/"));
            var routed = new RoutedQuery { Cypher = "ids", Limit = 10_000 };
            using var view = server.Client.AtLeast(written.Position, TimeSpan.FromSeconds(30));
            Assert.Contains((await view.Sync.QueryAsync(name, routed)).Rows, row => row[0].GetString() == written.Entity.Id);
            written = await server.Client.Entities.CreateAsync("doc", new { i }, server.Unique("q/"));
            var embedded = server.Db.AtLeast(written.Position, TimeSpan.FromSeconds(30));
            Assert.Contains((await embedded.Sync.QueryAsync(name, routed)).Rows, row => row[0].GetString() == written.Entity.Id);
        }

        var cut = (await Call.Post(path + "/query", """{"cypher":"ids","limit":1}""").SendAsync(server.Http)).Expect(200);
        Assert.True(cut.GetProperty("truncated").GetBoolean());
        (await Call.Post(path + "/query", """{"cypher":"CREATE (n)"}""").SendAsync(server.Http)).ExpectProblem(422, ErrorCodes.QueryRefused);
    }

    [Fact]
    public async Task Query_of_a_projection_that_stands_still_is_not_yet()
    {
        var (path, name, place) = await server.AddAsync();
        var gate = place.Faults.Block();
        var written = await server.Client.Entities.CreateAsync("doc", new { n = 1 });
        await gate.Entered;
        var answer = await Call.Post(path + "/query?wait=0.2&atLeast=" + written.Position, """{"cypher":"ids"}""").SendAsync(server.Http);
        answer.ExpectProblem(503, ErrorCodes.NotYet);
        Assert.Equal("1", answer.Headers["Retry-After"]);
        Assert.DoesNotContain(place.Entities, entity => entity.Id == written.Entity.Id);
        gate.Open();
        using var view = server.Client.AtLeast(written.Position, TimeSpan.FromSeconds(60));
        Assert.Contains((await view.Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", Limit = 10_000 })).Rows, row => row[0].GetString() == written.Entity.Id);
    }

    [Fact]
    public async Task Stalled_projection_leaves_the_server_ready_and_is_named_to_its_tenant_only()
    {
        var (_, name, place) = await server.AddAsync();
        place.Faults.IsDown = true;
        await server.Client.Entities.CreateAsync("doc", new { n = 1 });
        await server.UntilAsync(name, status => status.State == ProjectionState.Stalled);
        var own = (await Call.Get("/health/ready").SendAsync(server.Http)).Expect(200);
        Assert.Equal("ready", own.GetProperty("status").GetString());
        var ailing = own.GetProperty("projections").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        Assert.Equal("stalled", ailing.GetProperty("state").GetString());
        Assert.NotEmpty(ailing.GetProperty("reason").GetString()!);

        var stranger = (await server.Other.Session.CreateKeyAsync("stranger", KeyScope.Admin, null)).Secret;
        Call[] strangers = [Call.Get("/health/ready") with { Key = stranger }, Call.Get("/health/ready") with { Key = "wrong" }, Call.Get("/health/ready").With("Origin", "http://evil.example")];
        foreach (var call in strangers)
        {
            Assert.False((await call.SendAsync(server.Http)).Expect(200).TryGetProperty("projections", out _));
        }

        Assert.Contains($"projection=\"{name}\"", (await Call.Get("/metrics").SendAsync(server.Http)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(name, (await (Call.Get("/metrics") with { Key = stranger }).SendAsync(server.Http)).Text, StringComparison.Ordinal);
        place.Faults.IsDown = false;
        await server.UntilAsync(name, status => status.State == ProjectionState.Live);
    }

    [Fact]
    public async Task Metrics_show_how_a_projection_is_while_its_engine_is_away()
    {
        var (_, name, place) = await server.AddAsync();
        place.Faults.IsDown = true;
        await server.Client.Entities.CreateAsync("doc", new { n = 1 });
        await server.Client.Entities.CreateAsync("doc", new { n = 2 });
        await server.UntilAsync(name, status => status.State == ProjectionState.Stalled);
        await ScrapeAsync(
            name,
            now => now["state{stalled}"] == 1 && now["state{live}"] == 0 && now["pending"] == 2 && now["lag_seconds"] > 1 && now["breaker"] == 1 && now["parked_now"] == 0);
        place.Faults.IsDown = false;
        await ScrapeAsync(name, now => now["state{stalled}"] == 0 && now["state{live}"] == 1 && now["pending"] == 0 && now["lag_seconds"] == 0 && now["breaker"] == 0);
    }

    [Fact]
    public async Task Faulty_question_to_an_engine_is_not_told_how_to_query_records()
    {
        var (path, _, _) = await server.AddAsync();
        var problem = (await Call.Post(path + "/query", """{"cypher":1}""").SendAsync(server.Http)).ExpectProblem(400, ErrorCodes.InvalidQuery);
        Assert.Contains("docs/guide/projections.md", problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
        problem = (await Call.Post(path + "/query?atLeast=garbage", """{"cypher":"ids"}""").SendAsync(server.Http)).ExpectProblem(400, ErrorCodes.InvalidCursor);
        Assert.Contains("Pass the position that a write answered", problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeyScope.Read)]
    [InlineData(KeyScope.Write)]
    public async Task Only_admins_give_orders_and_readers_read_and_ask(KeyScope scope)
    {
        var (path, _, _) = await server.AddAsync();
        var key = (await server.Db.Session.CreateKeyAsync("limited", scope, null)).Secret;
        Call[] refused =
        [
            Call.Put(path, """{"kind":"memory"}"""), Call.Delete(path), Call.Order(path + "/pause"), Call.Order(path + "/resume"), Call.Order(path + "/rebuild"),
            Call.Order(path + "/reconcile"), Call.Post(path + "/dead-letters/retry", "{}"), Call.Post(path + "/dead-letters/discard", "{}"),
        ];
        foreach (var call in refused)
        {
            (await (call with { Key = key }).SendAsync(server.Http)).ExpectProblem(403, ErrorCodes.InsufficientScope);
        }

        Call[] allowed =
        [
            Call.Get("/v1/projections"), Call.Get(path), Call.Get(path + "/reports"), Call.Get(path + "/dead-letters"),
            Call.Post(path + "/query", """{"cypher":"ids"}"""),
        ];
        foreach (var call in allowed)
        {
            (await (call with { Key = key }).SendAsync(server.Http)).Expect(200);
        }
    }

    [Fact]
    public async Task Session_that_holds_the_log_back_is_named_to_administrators_only()
    {
        var (path, name, _) = await server.AddAsync();
        await using var held = new Npgsql.NpgsqlConnection(server.Database.ConnectionString + ";Application Name=somebody else");
        await held.OpenAsync();
        await using var begin = new Npgsql.NpgsqlCommand("set idle_in_transaction_session_timeout = 0; begin; select pg_current_xact_id()", held);
        await begin.ExecuteNonQueryAsync();
        await server.Client.Entities.CreateAsync("doc", new { n = 1 });
        await server.UntilAsync(name, status => status.Frontier is not null);
        foreach (var (scope, named) in (IEnumerable<(KeyScope, bool)>)[(KeyScope.Read, false), (KeyScope.Write, false), (KeyScope.Admin, true)])
        {
            var key = (await server.Db.Session.CreateKeyAsync("somebody", scope, null)).Secret;
            foreach (var at in (string[])[path, "/v1/projections"])
            {
                var answer = (await (Call.Get(at) with { Key = key }).SendAsync(server.Http)).Expect(200).GetRawText();
                Assert.Contains("\"seconds\":", answer, StringComparison.Ordinal);
                Assert.Equal((named, named), (answer.Contains("somebody else", StringComparison.Ordinal), answer.Contains($"\"processId\":{held.ProcessID}", StringComparison.Ordinal)));
            }

            var health = (await (Call.Get("/health/ready") with { Key = key }).SendAsync(server.Http)).Expect(200).GetRawText();
            Assert.DoesNotContain("somebody else", health, StringComparison.Ordinal);
        }
    }

    // The gauges of a projection by their names, without what is common to them; those of states as state{live}.
    private Task ScrapeAsync(string name, Func<Dictionary<string, double>, bool> expected) => Until.ExpectedAsync(
        async () =>
        {
            var lines = (await Call.Get("/metrics").SendAsync(server.Http)).Text.Split('\n')
                .Select(line => Regex.Match(line, $$"""^threedb_sync_(\w+)\{projection="{{name}}"(?:,state="([a-z ]+)")?,tenant="default"\} (\S+)$""")).Where(match => match.Success);
            return lines.ToDictionary(
                match => match.Groups[1].Value + (match.Groups[2].Success ? $"{{{match.Groups[2].Value}}}" : ""), match => double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture));
        },
        now => now.ContainsKey("pending") && expected(now), ProjectionServer.Patience);
}
