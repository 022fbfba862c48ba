namespace ThreeDb.Server.Tests;

/// <summary>Questions about the graph that make no sense get a clear refusal; those about nothing an empty answer.</summary>
public sealed class BadGraphInputTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private const string Analyses = "/v1/graph/analyses";

    [Theory]
    [InlineData("/v1/entities/nobody/neighbors")]
    [InlineData("/v1/entities/nobody/network")]
    [InlineData("/v1/entities/nobody/impact")]
    [InlineData("/v1/entities/nobody/reach")]
    [InlineData("/v1/entities/nobody/alike")]
    [InlineData("/v1/entities/nobody/suggestions")]
    [InlineData("/v1/entities/a/common-neighbors?with=nobody")]
    [InlineData("/v1/path?from=a&to=nobody")]
    [InlineData("/v1/paths?from=nobody&to=a")]
    [InlineData("/v1/graph/cycles?through=nobody")]
    public async Task Unknown_entity_is_not_found(string path) => (await Call.Get(path).SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);

    [Fact]
    public async Task Unknown_entity_in_a_body_is_not_found()
    {
        (await Call.Post("/v1/entities/nobody/losses", "{}").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
        (await Call.Post("/v1/entities/a/losses", """{"roots":["nobody"]}""").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
        (await Call.Post(Analyses, """{"algorithm":"pageRank","from":["nobody"]}""").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
    }

    [Theory]
    [InlineData("/v1/entities/a/network?depth=")]
    [InlineData("/v1/entities/a/impact?depth=")]
    [InlineData("/v1/path?from=a&to=b&depth=")]
    [InlineData("/v1/paths?from=a&to=b&depth=")]
    [InlineData("/v1/paths?from=a&to=b&count=")]
    [InlineData("/v1/graph/cycles?maxLength=")]
    [InlineData("/v1/graph/order?limit=")]
    [InlineData("/v1/entities/a/alike?limit=")]
    [InlineData("/v1/entities/a/suggestions?limit=")]
    [InlineData("/v1/entities/a/neighbors?limit=")]
    [InlineData("/v1/entities/a/reach?maxVisited=")]
    [InlineData("/v1/entities/a/reach?maxPerHop=")]
    public async Task Number_out_of_range_is_refused_with_its_name(string path)
    {
        var name = path[(path.LastIndexOfAny(['?', '&']) + 1)..^1];
        foreach (var number in (string[])["0", "-1", "1000000000", "99999999999999999999", "1.5", "two", ""])
        {
            var problem = (await Call.Get(path + number).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
            Assert.Equal("?" + name, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        }
    }

    [Theory]
    [InlineData("/v1/entities/a/reach?depth=-1")]
    [InlineData("/v1/entities/a/reach?depth=1000000000")]
    [InlineData("/v1/entities/a/reach?limit=-1")]
    [InlineData("/v1/entities/a/reach?direction=up")]
    [InlineData("/v1/entities/a/neighbors?depth=2")]
    [InlineData("/v1/entities/a/network?at=yesterday")]
    [InlineData("/v1/entities/a/network?explain=maybe")]
    [InlineData("/v1/entities/a/alike?measure=cosine")]
    [InlineData("/v1/paths?from=a&to=b&weighted=true&allShortest=true")]
    [InlineData("/v1/paths?from=a")]
    [InlineData("/v1/entities/a/common-neighbors")]
    public async Task Parameter_that_means_nothing_is_refused(string path) => (await Call.Get(path).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);

    [Theory]
    [InlineData("""{"algorithm":"magic"}""", "/algorithm")]
    [InlineData("{}", "/algorithm")]
    [InlineData("""{"algorithm":"pageRank","limit":10001}""", "/limit")]
    [InlineData("""{"algorithm":"pageRank","limit":"many"}""", "/limit")]
    [InlineData("""{"algorithm":"pageRank","damping":1}""", "/damping")]
    [InlineData("""{"algorithm":"pageRank","iterations":0}""", "/iterations")]
    [InlineData("""{"algorithm":"pageRank","iterations":1000000000000}""", "/iterations")]
    [InlineData("""{"algorithm":"pageRank","tolerance":-1}""", "/tolerance")]
    [InlineData("""{"algorithm":"louvain","resolution":0}""", "/resolution")]
    [InlineData("""{"algorithm":"betweenness","samples":0}""", "/samples")]
    [InlineData("""{"algorithm":"degree","from":["a"]}""", "/from")]
    [InlineData("""{"algorithm":"similarity","saveAs":"x"}""", "/saveAs")]
    [InlineData("""{"algorithm":"linkPrediction","saveAs":"x"}""", "/saveAs")]
    [InlineData("""{"algorithm":"linkPrediction","linkMeasure":"cosine"}""", "/linkMeasure")]
    [InlineData("""{"algorithm":"labelPropagation","weighted":true}""", "/weighted")]
    [InlineData("""{"algorithm":"louvain","direction":"in"}""", "/direction")]
    [InlineData("""{"algorithm":"pageRank","samples":5}""", "/samples")]
    [InlineData("""{"algorithm":"pageRank","on":{"types":"thing"}}""", "/on/types")]
    [InlineData("""{"algorithm":"pageRank","on":{"at":"yesterday"}}""", "/on/at")]
    public async Task Analysis_with_a_wrong_setting_is_refused_with_its_place(string body, string pointer)
    {
        foreach (var accept in (string[])[MediaTypes.Json, MediaTypes.Events, MediaTypes.NdJson])
        {
            var problem = (await Call.Post(Analyses, body).With("Accept", accept).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
            Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        }
    }

    [Theory]
    [InlineData(Analyses, """{"algorithm":"pageRank","dampening":0.5}""")]
    [InlineData(Analyses, """{"algorithm":"pageRank","on":{"type":"thing"}}""")]
    [InlineData("/v1/entities/a/losses", """{"root":"a"}""")]
    [InlineData("/v1/entities/a/reach", """{"depht":2}""")]
    [InlineData("/v1/graph/among", """{"ids":["a"],"depth":2}""")]
    public async Task Unknown_member_is_refused(string path, string body) => (await Call.Post(path, body).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.UnknownMember);

    [Fact]
    public async Task Cut_common_neighbours_and_no_order_say_so()
    {
        (await Call.Post("/v1/graph/among", """{"ids":[]}""").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        var common = (await Call.Get("/v1/entities/a/common-neighbors?with=c").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal((1, false), (common.GetProperty("items").GetArrayLength(), common.GetProperty("truncated").GetBoolean()));
        await fixture.Db.WriteAsync(
        [
            .. ((string[])["x", "y", "z"]).Select(id => new CreateEntity("ring", Json.Of("{}")) { Id = id, OnConflict = ConflictPolicy.Replace }),
            new Relate("x", "RINGS", "y"), new Relate("y", "RINGS", "z"), new Relate("z", "RINGS", "x"), new Relate("a", "RINGS", "y"), new Relate("a", "RINGS", "x"),
        ]);
        common = (await Call.Get("/v1/entities/a/common-neighbors?with=z&limit=1").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal((1, true), (common.GetProperty("items").GetArrayLength(), common.GetProperty("truncated").GetBoolean()));
        var circle = (await Call.Get("/v1/graph/order?via=RINGS").With("Accept", MediaTypes.NdJson).SendAsync(fixture.Http)).ExpectProblem(409, ErrorCodes.NoOrder);
        Assert.Contains(" → ", circle.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, (await Call.Get("/v1/graph/order?via=NEXT").SendAsync(fixture.Http)).Expect(200).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Long_circle_that_prevents_an_order_is_cut_and_its_length_told()
    {
        string[] ids = [.. Enumerable.Range(0, 30).Select(i => $"loop/{i}")];
        await fixture.Db.WriteAsync(
        [
            .. ids.Select(id => new CreateEntity("loop", Json.Of("{}")) { Id = id, OnConflict = ConflictPolicy.Replace }),
            .. ids.Select((id, i) => new Relate(id, "LOOPS", ids[(i + 1) % ids.Length])),
        ]);
        var problem = (await Call.Get("/v1/graph/order?via=LOOPS").With("Accept", MediaTypes.NdJson).SendAsync(fixture.Http)).ExpectProblem(409, ErrorCodes.NoOrder);
        Assert.Matches("^There is no order, because of a circle: (loop/[0-9]+ → ){20}… \\(30 entities\\)\\.$", problem.GetProperty("detail").GetString());
        var order = (await Call.Get("/v1/graph/order?via=LOOPS&limit=5").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal((30, 0, 5), (order.GetProperty("total").GetInt32(), order.GetProperty("items").GetArrayLength(), order.GetProperty("cycle").GetArrayLength()));
    }

    [Fact]
    public async Task Negative_weights_are_refused_where_they_are_forbidden()
    {
        foreach (var body in (string[])["""{"algorithm":"pageRank","weighted":true}""", """{"algorithm":"eigenvector","weighted":true}""", """{"algorithm":"louvain","weighted":true}""", """{"algorithm":"leiden","weighted":true}""",
            """{"algorithm":"closeness","weighted":true}""", """{"algorithm":"harmonic","weighted":true}""", """{"algorithm":"betweenness","weighted":true}"""])
        {
            var problem = (await Call.Post(Analyses, body).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
            Assert.Matches("^The relation '[^']+' from '[^']+' to '[^']+'.* has the weight -[0-9.]+; this algorithm takes finite weights (of 0 or more|above 0) only\\.$", problem.GetProperty("detail").GetString());
            Assert.Equal("Choose relations of other types, or leave weights out.", problem.GetProperty("hint").GetString());
        }

        // What does not belong to the part that was chosen is said with what it is.
        var alike = (await Call.Get("/v1/entities/a/alike?types=other").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Contains("its type is 'thing'", alike.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("Choose a part with it", alike.GetProperty("hint").GetString(), StringComparison.Ordinal);

        (await Call.Get("/v1/paths?from=a&to=c&weighted=true").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await Call.Get("/v1/paths?from=a&to=c&weighted=true&count=3").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await Call.Get("/v1/paths?from=a&to=c&weighted=true&depth=3").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await Call.Get("/v1/paths?from=a&to=c&weighted=true&via=NEXT").SendAsync(fixture.Http)).Expect(200);
        (await Call.Post(Analyses, """{"algorithm":"louvain","on":{"types":["thing"]}}""").SendAsync(fixture.Http)).Expect(200);
        (await Call.Post(Analyses, """{"algorithm":"spanningForest","on":{"types":["thing"]}}""").SendAsync(fixture.Http)).Expect(200);
    }

    [Fact]
    public async Task Weights_that_no_number_can_add_up_are_no_failure_of_the_server()
    {
        await fixture.Db.WriteAsync(
        [
            .. ((string[])["h1", "h2", "h3"]).Select(id => new CreateEntity("huge", Json.Of("{}")) { Id = id, OnConflict = ConflictPolicy.Replace }),
            new Relate("h1", "HUGE", "h2") { Weight = 1.7e308 }, new Relate("h2", "HUGE", "h3") { Weight = 1.7e308 }, new Relate("h3", "HUGE", "h1") { Weight = 1.7e308 },
        ]);
        foreach (var algorithm in Enum.GetValues<GraphAlgorithm>())
        {
            foreach (var accept in (string[])[MediaTypes.Json, MediaTypes.NdJson])
            {
                var answer = await Call.Post(Analyses, $$$"""{"algorithm":"{{{StrictObject.WordOf(algorithm)}}}","weighted":true,"on":{"via":["HUGE"]}}""").With("Accept", accept).SendAsync(fixture.Http);
                Assert.True(answer.Status == 200 || answer.ProblemFault() is null && answer.Status == 400, $"{algorithm}: {answer}");
            }
        }

        (await Call.Post(Analyses, """{"algorithm":"degree","weighted":true,"on":{"via":["HUGE"]}}""").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.NumberOutOfRange);
        foreach (var rest in (string[])["", "&count=5", "&depth=5"])
        {
            var paths = await Call.Get("/v1/paths?from=h1&to=h3&weighted=true&via=HUGE&direction=out" + rest).SendAsync(fixture.Http);
            Assert.True(paths.Status == 200 || paths.ProblemFault() is null && paths.Status == 400, paths.ToString());
        }
    }

    [Fact]
    public async Task Algorithm_on_nothing_answers_with_nothing()
    {
        foreach (var algorithm in Enum.GetValues<GraphAlgorithm>())
        {
            foreach (var on in (string[])["""{"types":["unknown"]}""", """{"project":"unknown"}""", """{"types":["thing"],"via":["UNKNOWN"],"project":"unknown"}"""])
            {
                var answer = (await Call.Post(Analyses, $$"""{"algorithm":"{{StrictObject.WordOf(algorithm)}}","on":{{on}}}""").SendAsync(fixture.Http)).Expect(200);
                Assert.Equal((0, 0, 0, 0), (answer.GetProperty("entities").GetInt32(), answer.GetProperty("items").GetArrayLength(), answer.GetProperty("groups").GetArrayLength(), answer.GetProperty("pairs").GetArrayLength()));
            }
        }
    }

    [Fact]
    public async Task Empty_sets_of_types_mean_all_and_unknown_ones_none()
    {
        Assert.Equal(3, (await Call.Post(Analyses, """{"algorithm":"degree","on":{"types":[],"via":[]},"limit":3}""").SendAsync(fixture.Http)).Expect(200).GetProperty("items").GetArrayLength());
        Assert.Equal(2, (await Call.Get("/v1/entities/a/reach?via=NEXT&direction=out").SendAsync(fixture.Http)).Expect(200).GetProperty("total").GetInt32());
        (await Call.Get("/v1/entities/a/reach?via=&direction=out").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Equal(0, (await Call.Get("/v1/entities/a/reach?via=UNKNOWN").SendAsync(fixture.Http)).Expect(200).GetProperty("total").GetInt32());
        Assert.Equal(0, (await Call.Get("/v1/entities/a/reach?types=unknown").SendAsync(fixture.Http)).Expect(200).GetProperty("total").GetInt32());
        Assert.Empty((await Call.Get("/v1/entities/a/neighbors?via=UNKNOWN").SendAsync(fixture.Http)).Expect(200).GetProperty("items").EnumerateArray());
        Assert.Equal(0, (await Call.Get("/v1/entities/a/reach?depth=0").SendAsync(fixture.Http)).Expect(200).GetProperty("total").GetInt32());
        Assert.False((await Call.Get("/v1/graph/cycles?via=UNKNOWN").SendAsync(fixture.Http)).Expect(200).GetProperty("hasAny").GetBoolean());
    }

    public async ValueTask InitializeAsync() => await fixture.Db.WriteAsync(
    [
        .. ((string[])["a", "b", "c"]).Select(id => new CreateEntity("thing", Json.Of("{}")) { Id = id, OnConflict = ConflictPolicy.Replace }),
        new Relate("a", "NEXT", "b"), new Relate("b", "NEXT", "c"), new Relate("b", "OWES", "c") { Weight = -2 },
    ]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
