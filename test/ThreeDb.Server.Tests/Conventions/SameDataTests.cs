namespace ThreeDb.Server.Tests;

/// <summary>What a write answers, what its repetition answers, and what is read later.</summary>
public sealed class SameDataTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Data = """{"title":"a\u00e9","n":1.0,"big":1e2,"zero":-0,"list":[{"b":1E+1,"a":1}],"small":12.5e-3}""";
    private const string Stored = """{"n":1.0,"big":100,"list":[{"a":1,"b":10}],"zero":0,"small":0.0125,"title":"aé"}""";

    [Fact]
    public async Task Answer_of_every_write_has_the_data_that_a_read_has_byte_for_byte()
    {
        var calls = new Dictionary<string, Call>
        {
            ["created"] = Call.Post("/v1/entities", $$"""{"type":"doc","id":"created","data":{{Data}}}"""),
            ["put"] = Call.Put("/v1/entities/put", $$"""{"type":"doc","data":{{Data}}}"""),
            ["merged"] = Call.Patch("/v1/entities/merged", Data),
            ["patched"] = Call.Patch("/v1/entities/patched", $$"""[{"op":"replace","path":"","value":{{Data}}}]""", MediaTypes.JsonPatch),
        };
        foreach (var id in (string[])["merged", "patched"])
        {
            (await Call.Put("/v1/entities/" + id, """{"type":"doc","data":{}}""").SendAsync(fixture.Http)).Expect(201);
        }

        foreach (var (id, call) in calls)
        {
            var once = call.With("Idempotency-Key", id);
            Assert.Equal(Stored, DataIn(await once.SendAsync(fixture.Http)));
            Assert.Equal(Stored, DataIn(await once.SendAsync(fixture.Http)));
            Assert.Equal(Stored, DataIn(await Call.Get("/v1/entities/" + id).SendAsync(fixture.Http)));
            (await Call.Patch("/v1/entities/" + id, """{"n":2}""").SendAsync(fixture.Http)).Expect(200);
            var version = id is "created" or "put" ? 1 : 2;
            Assert.Equal(Stored, DataIn(await Call.Get($"/v1/entities/{id}/history/{version}").SendAsync(fixture.Http)));
            Assert.Equal(Stored, DataIn(await Call.Order($"/v1/entities/{id}/restore?version={version}").SendAsync(fixture.Http)));
        }
    }

    [Fact]
    public async Task Answer_of_a_relation_and_of_a_transaction_has_the_data_that_a_read_has()
    {
        Assert.Equal(Stored, DataIn(await Call.Put("/v1/relations", $$"""{"from":"a","type":"TO","to":"b","data":{{Data}}}""").SendAsync(fixture.Http)));
        var done = await Call.Post("/v1/tx", $$"""{"mutations":[{"op":"relate","from":"b","type":"TO","to":"c","data":{{Data}}}]}""").SendAsync(fixture.Http);
        Assert.Equal(Stored, DataIn(done));
        Assert.Equal(Stored, DataIn(await Call.Get("/v1/entities/a/relations").SendAsync(fixture.Http)));
        Assert.Equal(Stored, DataIn(await Call.Get("/v1/entities/c/relations").SendAsync(fixture.Http)));
    }

    [Fact]
    public async Task Equal_numbers_lead_to_the_same_target()
    {
        (await Call.Put("/v1/types/numbered", """{"relations":[{"field":"author","relation":"WRITTEN_BY","to":"person","id":"person/{value}","create":true}]}""").SendAsync(fixture.Http)).Expect(200);
        foreach (var (id, number) in ((string, string)[])[("a", "1"), ("b", "1.0"), ("c", "1e0"), ("d", "100e-2")])
        {
            (await Call.Put("/v1/entities/numbered%2F" + id, $$$"""{"type":"numbered","data":{"author":{{{number}}}}}""").SendAsync(fixture.Http)).Expect(201);
        }

        var relations = await fixture.Client.Relations.ListAsync(new RelationRequest("person/1") { Direction = Direction.In });
        Assert.Equal(["numbered/a", "numbered/b", "numbered/c", "numbered/d"], relations.Items.Select(relation => relation.From));
        Assert.Equal("1", (await fixture.Client.Entities.GetAsync("person/1"))!.Data.GetProperty("name").GetString());
        Assert.Null(await fixture.Client.Entities.GetAsync("person/1.0"));
        var problem = (await Call.Post("/v1/entities", """{"type":"numbered","data":{"author":1e300}}""").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidId);
        Assert.StartsWith("The field 'author' makes a relation, and this value of it no id: The id has 308 characters", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"Blue mug","price":14}""", """{"name":"Blue mug","price":12,"stock":3}""", """[{"op":"replace","path":"/price","value":12},{"op":"add","path":"/stock","value":3}]""")]
    [InlineData("""{"a":{"x":1,"y":2},"t":[1,2]}""", """{"a":{"x":1,"y":3},"t":[2]}""", """[{"op":"replace","path":"/a/y","value":3},{"op":"remove","path":"/t/0"}]""")]
    public async Task Difference_of_two_versions_names_each_member_that_differs(string before, string after, string patch)
    {
        var path = "/v1/entities/" + Guid.NewGuid();
        (await Call.Put(path, $$"""{"type":"doc","data":{{before}}}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Put(path, $$"""{"type":"doc","data":{{after}}}""").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal(patch, (await Call.Get(path + "/diff?from=1&to=2").SendAsync(fixture.Http)).Text);
    }

    // As the bytes are, up to the bracket that closes them.
    private static string DataIn(Answer answer)
    {
        Assert.True(answer.Status is 200 or 201, answer.ToString());
        var text = answer.Text;
        var start = text.IndexOf("\"data\":", StringComparison.Ordinal) + 7;
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            depth += text[i] is '{' ? 1 : text[i] is '}' ? -1 : 0;
            if (depth == 0)
            {
                return text[start..(i + 1)];
            }
        }

        throw new InvalidOperationException(text);
    }
}
