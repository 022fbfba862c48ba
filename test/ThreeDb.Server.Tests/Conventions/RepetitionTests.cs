using System.Text.Json;

namespace ThreeDb.Server.Tests;

/// <summary>Restores and API keys under an idempotency key.</summary>
public sealed class RepetitionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Restore_repeated_with_its_idempotency_key_gets_the_first_answer()
    {
        const string Path = "/v1/entities/undone";
        (await Call.Put(Path, """{"type":"doc","data":{"n":1}}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Put("/v1/relations", """{"from":"undone","type":"TO","to":"other"}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Delete(Path).SendAsync(fixture.Http)).Expect(200);
        var undo = Call.Order(Path + "/restore").With("Idempotency-Key", "undo");
        var first = (await undo.SendAsync(fixture.Http)).Expect(201);

        // Nothing is deleted any more: without the key it would be refused now.
        (await Call.Order(Path + "/restore").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        var again = await undo.SendAsync(fixture.Http);
        Assert.Equal(first.GetProperty("entity").ToString(), again.Expect(201).GetProperty("entity").ToString());
        Assert.Equal(("\"3\"", "created"), (again.ETag, again.Json.GetProperty("outcome").GetString()));
        Assert.Equal(3, (await fixture.Client.History.ListAsync("undone")).Items.Count);
        var seen = again.Json.GetProperty("position").GetString()!;
        (await Call.Get($"{Path}?atLeast={seen}").SendAsync(fixture.Http)).Expect(200);
        (await Call.Order(Path + "/restore?version=1").With("Idempotency-Key", "undo").SendAsync(fixture.Http)).ExpectProblem(422, ErrorCodes.IdempotencyMismatch);
        (await Call.Post("/v1/entities", """{"type":"doc","data":{}}""").With("Idempotency-Key", "undo").SendAsync(fixture.Http)).ExpectProblem(422, ErrorCodes.IdempotencyMismatch);
    }

    [Fact]
    public async Task Document_of_the_largest_depth_is_answered_again_and_read_from_its_history()
    {
        var deep = JsonElement.Parse($$"""{"a":{{new string('[', 63)}}{{new string(']', 63)}},"b":"{{new string('b', 300)}}"}""");
        var once = new CreateOptions { IdempotencyKey = "deepest" };
        var first = await fixture.Client.Entities.CreateAsync("doc", deep, "deepest", once);
        var again = await fixture.Client.Entities.CreateAsync("doc", deep, "deepest", once);
        Assert.Equal((first.Outcome, first.Entity.UpdatedAt), (again.Outcome, again.Entity.UpdatedAt));
        Assert.True(JsonElement.DeepEquals(deep, again.Entity.Data));
        var now = (await fixture.Client.Entities.MergeAsync("deepest", JsonElement.Parse("""{"a":1}"""))).Entity;
        Assert.True(JsonElement.DeepEquals(deep, (await fixture.Client.History.GetAsync("deepest", 1)).Data!.Value));
        Assert.True(JsonElement.DeepEquals(deep, (await fixture.Client.History.DiffAsync("deepest", 2, 1)).Apply(now.Data)));
    }

    [Fact]
    public async Task Restore_of_a_version_repeated_with_its_conditions_writes_once()
    {
        const string Path = "/v1/entities/back";
        (await Call.Put(Path, """{"type":"doc","data":{"n":1}}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Patch(Path, """{"n":2}""").SendAsync(fixture.Http)).Expect(200);
        foreach (var condition in (string[])["\"2\"", "*"])
        {
            var back = Call.Order(Path + "/restore?version=1").With("If-Match", condition).With("Idempotency-Key", "back" + condition);
            var first = (await back.SendAsync(fixture.Http)).Expect(200);
            (await Call.Patch(Path, """{"n":7}""").SendAsync(fixture.Http)).Expect(200);
            Assert.Equal(first.GetProperty("entity").ToString(), (await back.SendAsync(fixture.Http)).Expect(200).GetProperty("entity").ToString());
            Assert.Equal(7, (await Call.Get(Path).SendAsync(fixture.Http)).Expect(200).GetProperty("data").GetProperty("n").GetInt32());
        }

        Assert.Equal(6, (await fixture.Client.History.ListAsync("back")).Items.Count);
    }

    [Fact]
    public async Task Restore_that_fails_leaves_its_idempotency_key_free()
    {
        const string Path = "/v1/entities/later";
        var undo = Call.Order(Path + "/restore").With("Idempotency-Key", "later");
        (await undo.SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
        (await Call.Put(Path, """{"type":"doc","data":{}}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Delete(Path).SendAsync(fixture.Http)).Expect(200);
        (await undo.SendAsync(fixture.Http)).Expect(201);
    }

    [Fact]
    public async Task Restore_by_engine_and_client_share_an_idempotency_key()
    {
        var once = new ChangeOptions { IdempotencyKey = "shared" };
        await fixture.Db.Entities.CreateAsync("doc", JsonElement.Parse("""{"n":1}"""), "shared");
        await fixture.Db.Entities.DeleteAsync("shared");
        var first = await fixture.Client.History.RestoreAsync("shared", options: once);
        var second = await fixture.Db.History.RestoreAsync("shared", options: once);
        Assert.Equal((first.Outcome, first.Entity.Version, first.Entity.UpdatedAt), (second.Outcome, second.Entity.Version, second.Entity.UpdatedAt));
    }

    [Fact]
    public async Task Api_key_is_made_once_under_an_idempotency_key_and_a_repetition_names_it()
    {
        const string Body = """{"actor":"importer","scope":"write"}""";
        var make = Call.Post("/v1/keys", Body).With("Idempotency-Key", "deploy");
        var made = (await make.SendAsync(fixture.Http)).Expect(201);
        var id = made.GetProperty("key").GetProperty("id").GetString()!;
        var problem = (await make.SendAsync(fixture.Http)).ExpectProblem(409, ErrorCodes.KeyMadeAlready);
        Assert.Contains($"'{id}'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains($"DELETE /v1/keys/{id}", problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(made.GetProperty("secret").GetString()!.Split('_', 3)[2], problem.ToString(), StringComparison.Ordinal);
        (await Call.Post("/v1/keys", """{"actor":"importer","scope":"admin"}""").With("Idempotency-Key", "deploy").SendAsync(fixture.Http)).ExpectProblem(422, ErrorCodes.IdempotencyMismatch);
        var refused = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Client.Access.CreateKeyAsync("importer", KeyScope.Write, idempotencyKey: "deploy"));
        Assert.Equal(ErrorCodes.KeyMadeAlready, refused.Code);
        Assert.Single(await fixture.Client.Access.ListKeysAsync(), key => key.Id == id || key.Actor == "importer");
    }

    [Fact]
    public async Task Api_key_asked_for_by_many_at_once_under_one_idempotency_key_is_made_once()
    {
        var make = Call.Post("/v1/keys", """{"actor":"crowd","scope":"read"}""").With("Idempotency-Key", "crowd");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => make.SendAsync(fixture.Http)));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Contains(answer.Code, (string[])[ErrorCodes.KeyMadeAlready.Code, ErrorCodes.IdempotencyRunning.Code]));
        Assert.Single(await fixture.Client.Access.ListKeysAsync(), key => key.Actor == "crowd");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x201")]
    public async Task Idempotency_key_that_can_be_none_is_refused(string key)
    {
        var sent = key.Length == 0 ? key : new string('x', 201);
        (await Call.Order("/v1/entities/nobody/restore").With("Idempotency-Key", sent).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await Call.Post("/v1/keys", """{"actor":"a","scope":"read"}""").With("Idempotency-Key", sent).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
    }
}
