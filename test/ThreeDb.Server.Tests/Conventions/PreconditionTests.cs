namespace ThreeDb.Server.Tests;

/// <summary>Entity tags, preconditions and idempotency keys.</summary>
public sealed class PreconditionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Version_as_ETag_guards_every_way_to_change()
    {
        const string Path = "/v1/entities/tagged";
        Assert.Equal("\"1\"", (await Call.Put(Path, """{"type":"doc","data":{"n":1}}""").SendAsync(fixture.Http)).ETag);
        (await Call.Put(Path, """{"type":"doc","data":{}}""").With("If-None-Match", "*").SendAsync(fixture.Http)).ExpectProblem(412, ErrorCodes.VersionMismatch);
        Call[] changes =
        [
            Call.Put(Path, """{"type":"doc","data":{"n":9}}"""), Call.Patch(Path, """{"n":9}"""),
            Call.Patch(Path, """[{"op":"add","path":"/n","value":9}]""", MediaTypes.JsonPatch), Call.Delete(Path),
        ];
        foreach (var change in changes)
        {
            (await change.With("If-Match", "\"7\"").SendAsync(fixture.Http)).ExpectProblem(412, ErrorCodes.VersionMismatch);
            (await change.With("If-Match", "7").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
            (await change.With("If-Match", "W/\"1\"").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        }

        Assert.Equal("\"2\"", (await Call.Patch(Path, """{"n":2}""").With("If-Match", "\"1\"").SendAsync(fixture.Http)).ETag);
        var read = await Call.Get(Path).SendAsync(fixture.Http);
        Assert.Equal(("\"2\"", 2), (read.ETag, read.Expect(200).GetProperty("data").GetProperty("n").GetInt32()));
        Assert.Equal(304, (await Call.Get(Path).With("If-None-Match", "\"2\"").SendAsync(fixture.Http)).Status);
        (await Call.Delete(Path).With("If-Match", "\"2\"").SendAsync(fixture.Http)).Expect(200);
        (await Call.Put(Path, """{"type":"doc","data":{}}""").With("If-Match", "*").SendAsync(fixture.Http)).ExpectProblem(412, ErrorCodes.VersionMismatch);
    }

    [Fact]
    public async Task Precondition_that_is_empty_is_refused_and_nothing_is_done()
    {
        const string Path = "/v1/entities/unconditional";
        (await Call.Put(Path, """{"type":"doc","data":{"n":1}}""").SendAsync(fixture.Http)).Expect(201);
        Call[] changes = [Call.Put(Path, """{"type":"doc","data":{"n":2}}"""), Call.Patch(Path, """{"n":2}"""), Call.Delete(Path), Call.Order(Path + "/restore?version=1")];
        foreach (var change in changes)
        {
            (await change.With("If-Match", "").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        }

        (await changes[0].With("If-None-Match", "").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await Call.Get(Path).With("If-None-Match", "").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Equal("\"1\"", (await Call.Get(Path).SendAsync(fixture.Http)).ETag);
    }

    [Theory]
    [InlineData("POST", "/v1/entities", """{"type":"doc","id":"elsewhere","data":{},"onConflict":"replace"}""")]
    [InlineData("POST", "/v1/tx", """{"mutations":[{"op":"put","id":"elsewhere","type":"doc","data":{}}]}""")]
    [InlineData("PUT", "/v1/relations", """{"from":"elsewhere","type":"TO","to":"other"}""")]
    [InlineData("PUT", "/v1/types/elsewhere", "{}")]
    public async Task Precondition_where_there_is_none_is_refused_and_nothing_is_done(string method, string path, string body)
    {
        var call = new Call(method, path) { Body = System.Text.Encoding.UTF8.GetBytes(body), MediaType = MediaTypes.Json };
        (await call.With("If-Match", "\"77\"").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await call.With("If-None-Match", "*").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await Call.Get("/v1/entities/elsewhere").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
        (await Call.Get("/v1/types/elsewhere").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.TypeNotFound);
        Assert.Equal(0, (await Call.Get("/v1/entities/elsewhere/relations").SendAsync(fixture.Http)).Expect(200).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Restoring_keeps_to_the_version_that_the_caller_knows()
    {
        const string Path = "/v1/entities/restored";
        (await Call.Put(Path, """{"type":"doc","data":{"n":1}}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Patch(Path, """{"n":2}""").SendAsync(fixture.Http)).Expect(200);
        var restore = Call.Order(Path + "/restore?version=1");
        (await restore.With("If-Match", "\"1\"").SendAsync(fixture.Http)).ExpectProblem(412, ErrorCodes.VersionMismatch);
        Assert.Equal("\"3\"", (await restore.With("If-Match", "\"2\"").SendAsync(fixture.Http)).ETag);
        (await Call.Delete(Path).SendAsync(fixture.Http)).Expect(200);
        var undo = Call.Order(Path + "/restore");
        (await undo.With("If-Match", "*").SendAsync(fixture.Http)).ExpectProblem(412, ErrorCodes.VersionMismatch);
        (await undo.With("If-Match", "\"3\"").SendAsync(fixture.Http)).ExpectProblem(412, ErrorCodes.VersionMismatch);
        Assert.Equal("\"5\"", (await undo.With("If-Match", "\"4\"").SendAsync(fixture.Http)).ETag);
        Assert.Equal("\"6\"", (await Call.Order(Path + "/restore?version=2").With("If-Match", "*").SendAsync(fixture.Http)).ETag);
        var stale = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Client.History.RestoreAsync("restored", 1, new ChangeOptions { IfVersion = 5 }));
        Assert.Equal(ErrorCodes.VersionMismatch, stale.Code);
        Assert.Equal(7, (await fixture.Client.History.RestoreAsync("restored", 1, new ChangeOptions { IfVersion = 6 })).Entity.Version);
    }

    [Theory]
    [InlineData("\"1\"", 304)]
    [InlineData("W/\"1\"", 304)]
    [InlineData("\"7\", W/\"1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"7\"", 200)]
    [InlineData("1", 200)]
    public async Task Reader_who_has_the_version_is_told_so_whatever_became_of_the_tag_on_its_way(string sent, int status)
    {
        Assert.True((await Call.Put("/v1/entities/read", """{"type":"doc","data":{}}""").SendAsync(fixture.Http)).Status is 200 or 201);
        Assert.Equal(status, (await Call.Get("/v1/entities/read").With("If-None-Match", sent).SendAsync(fixture.Http)).Status);
    }

    [Fact]
    public async Task Request_repeated_with_its_idempotency_key_gets_the_first_answer_and_another_request_is_refused()
    {
        var call = Call.Post("/v1/entities", """{"type":"doc","data":{"n":1}}""").With("Idempotency-Key", "once");
        var first = (await call.SendAsync(fixture.Http)).Expect(201);
        var second = await call.SendAsync(fixture.Http);
        Assert.Equal(first.GetProperty("entity").ToString(), second.Expect(201).GetProperty("entity").ToString());
        Assert.Equal("created", second.Json.GetProperty("outcome").GetString());
        var other = Call.Post("/v1/entities", """{"type":"doc","data":{"n":2}}""").With("Idempotency-Key", "once");
        (await other.SendAsync(fixture.Http)).ExpectProblem(422, ErrorCodes.IdempotencyMismatch);
        (await Call.Get("/v1/entities").With("Idempotency-Key", "once").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
    }

    [Fact]
    public async Task Same_idempotency_key_from_many_at_once_writes_once()
    {
        var call = Call.Post("/v1/tx", """{"mutations":[{"op":"create","id":"race","type":"doc","data":{}}]}""").With("Idempotency-Key", "race");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => call.SendAsync(fixture.Http)));
        Assert.All(answers, answer => Assert.True(answer.Status == 200 || (answer.Status == 409 && answer.Code == ErrorCodes.IdempotencyRunning.Code), answer.ToString()));
        Assert.Single(answers.Where(answer => answer.Status == 200).Select(answer => answer.Json.GetProperty("results").ToString()).Distinct());
    }

    [Fact]
    public async Task Transaction_of_which_one_precondition_fails_writes_nothing()
    {
        (await Call.Put("/v1/entities/held", """{"type":"doc","data":{}}""").SendAsync(fixture.Http)).Expect(201);
        var problem = (await Call.Post("/v1/tx", """
            {"mutations":[{"op":"create","id":"with","type":"doc","data":{}},{"op":"relate","from":"with","type":"TO","to":"held"},
            {"op":"replace","id":"held","data":{"n":1},"ifVersion":5}]}
            """).SendAsync(fixture.Http)).ExpectProblem(412, ErrorCodes.VersionMismatch);
        Assert.StartsWith("/mutations/2", problem.GetProperty("errors")[0].GetProperty("pointer").GetString(), StringComparison.Ordinal);
        (await Call.Get("/v1/entities/with").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
        Assert.Equal(0, (await Call.Get("/v1/entities/held/relations").SendAsync(fixture.Http)).Expect(200).GetProperty("items").GetArrayLength());
        var done = (await Call.Post("/v1/tx", """
            {"mutations":[{"op":"create","id":"with","type":"doc","data":{}},{"op":"relate","from":"with","type":"TO","to":"held"},
            {"op":"replace","id":"held","data":{"n":1},"ifVersion":1}]}
            """).SendAsync(fixture.Http)).Expect(200);
        Assert.Equal(3, done.GetProperty("results").GetArrayLength());
        Assert.NotEmpty(done.GetProperty("position").GetString()!);
    }
}
