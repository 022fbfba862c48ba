using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Server.Tests;

/// <summary>The ways in which an analysis answers: whole, as events, as lines; and who may save.</summary>
public sealed class AnalysisStreamTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private const string Analyses = "/v1/graph/analyses";
    private const string Betweenness = """{"algorithm":"betweenness","on":{"via":["LINKS"]},"limit":2}""";
    private const int Pages = 300;

    [Fact]
    public async Task Lines_carry_the_score_of_every_entity()
    {
        var answer = await Call.Post(Analyses, Betweenness).With("Accept", MediaTypes.NdJson).SendAsync(fixture.Http);
        Assert.Equal((200, MediaTypes.NdJson), (answer.Status, answer.MediaType));
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<EntityScore>(line, ThreeDbJson.Options)).ToList();
        var scores = await fixture.Db.Graph.ScoresAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Betweenness, On = new GraphSelection { Via = ["LINKS"] } }).ToListAsync();
        Assert.Equal(Pages, scores.Count);
        Assert.Equal(scores, lines);
    }

    [Fact]
    public async Task Events_tell_the_progress_and_end_with_the_result()
    {
        var answer = await Call.Post(Analyses, Betweenness).With("Accept", "text/event-stream;q=0.9, application/json;q=0.1").SendAsync(fixture.Http);
        Assert.Equal((200, MediaTypes.Events), (answer.Status, answer.MediaType));
        var events = SseParser.Create(new MemoryStream(answer.Body), (type, data) => (type, Json: JsonElement.Parse(Encoding.UTF8.GetString(data)))).Enumerate().Select(item => item.Data).ToList();
        Assert.Equal("result", events[^1].type);
        Assert.Equal(Pages, events[^1].Json.GetProperty("entities").GetInt32());
        Assert.Equal(2, events[^1].Json.GetProperty("items").GetArrayLength());
        Assert.All(events[..^1], one =>
        {
            Assert.Equal("progress", one.type);
            Assert.InRange(one.Json.GetProperty("done").GetDouble(), 0, 1);
        });
    }

    [Fact]
    public async Task Client_is_told_the_progress()
    {
        var shares = new List<double>();
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.Betweenness, On = new GraphSelection { Via = ["LINKS"] } };
        var told = await fixture.Client.Graph.AnalyzeAsync(request, new Told(shares.Add));
        Assert.NotEmpty(shares);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal((await fixture.Db.Graph.AnalyzeAsync(request)).Items, told.Items);
        var refused = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Client.Graph.AnalyzeAsync(request with { Samples = 0 }, new Told(shares.Add)));
        Assert.Equal(ErrorCodes.InvalidParameter, refused.Code);
    }

    [Fact]
    public async Task Failure_after_the_first_event_is_a_problem_among_the_events()
    {
        // What leaves the range of numbers is only seen at the end.
        await fixture.Db.WriteAsync([new Relate("p1", "HUGE", "p2") { Weight = 1.7e308 }, new Relate("p2", "HUGE", "p1") { Weight = 1.7e308 }]);
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, Weighted = true, On = new GraphSelection { Via = ["HUGE"] } };
        var failed = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Client.Graph.AnalyzeAsync(request, new Told(_ => { })));
        Assert.Equal(ErrorCodes.NumberOutOfRange, failed.Code);
        await Assert.ThrowsAsync<ThreeDbException>(async () => await fixture.Client.Graph.ScoresAsync(request).CountAsync());
    }

    [Fact]
    public async Task Saving_needs_a_key_that_may_write()
    {
        const string Saving = """{"algorithm":"degree","saveAs":"weight_of_words"}""";
        var read = await KeyAsync(KeyScope.Read);
        (await (Call.Post(Analyses, Saving) with { Key = read }).SendAsync(fixture.Http)).ExpectProblem(403, ErrorCodes.InsufficientScope);
        (await (Call.Post(Analyses, """{"algorithm":"degree"}""") with { Key = read }).SendAsync(fixture.Http)).Expect(200);
        var saved = (await (Call.Post(Analyses, Saving) with { Key = await KeyAsync(KeyScope.Write) }).SendAsync(fixture.Http)).Expect(200).GetProperty("saved").GetInt64();
        Assert.Equal(Pages, saved);
        Assert.Equal("p0", await fixture.Database.ScalarAsync<string>(
            "select e.id from threedb.score s join threedb.entity e using (tenant_id, seq) where s.name = 'weight_of_words' order by s.value desc limit 1"));
    }

    [Fact]
    public async Task Verifying_needs_a_key_of_an_administrator()
    {
        (await (Call.Order("/v1/graph/verify") with { Key = await KeyAsync(KeyScope.Write) }).SendAsync(fixture.Http)).ExpectProblem(403, ErrorCodes.InsufficientScope);
        var found = (await (Call.Order("/v1/graph/verify") with { Key = await KeyAsync(KeyScope.Admin) }).SendAsync(fixture.Http)).Expect(200);
        Assert.Equal((true, 0), (found.GetProperty("equal").GetBoolean(), found.GetProperty("differences").GetInt32()));
    }

    [Fact]
    public async Task Run_whose_caller_has_gone_gives_its_turn_to_the_next()
    {
        using var gone = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, Analyses)
        {
            Content = new StringContent("""{"algorithm":"pageRank","iterations":10000,"tolerance":0}""", Encoding.UTF8, MediaTypes.Json),
            Headers = { Accept = { new MediaTypeWithQualityHeaderValue(MediaTypes.Events) } },
        };
        using (var begun = await fixture.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone.Token))
        {
            Assert.True(begun.IsSuccessStatusCode);
        }

        await gone.CancelAsync();
        (await Call.Post(Analyses, Betweenness).SendAsync(fixture.Http)).Expect(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Client.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank }, cancellationToken: gone.Token));
    }

    // A star of chains: the hub has the most relations.
    public async ValueTask InitializeAsync() => await fixture.Db.WriteAsync(
    [
        .. Enumerable.Range(0, Pages).Select(i => new CreateEntity("page", Json.Of("{}")) { Id = $"p{i}", OnConflict = ConflictPolicy.Replace }),
        .. Enumerable.Range(1, Pages - 1).Select(i => new Relate($"p{i}", "LINKS", i % 3 == 0 ? "p0" : $"p{i - 1}")),
    ]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string> KeyAsync(KeyScope scope) => (await fixture.Db.Session.CreateKeyAsync("somebody", scope, null)).Secret;

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
