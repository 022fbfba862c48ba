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
