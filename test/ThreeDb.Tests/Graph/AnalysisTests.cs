using System.Diagnostics;
using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>Algorithms through the library: the right part of the graph, in turn, stoppable, saved.</summary>
public sealed class AnalysisTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    private static readonly AnalysisRequest Usual = new() { Algorithm = GraphAlgorithm.PageRank };

    public static TheoryData<GraphAlgorithm> Algorithms => [.. Enum.GetValues<GraphAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Algorithm_on_nothing_finds_nothing(GraphAlgorithm algorithm)
    {
        var answer = await fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = algorithm, On = new GraphSelection { Types = ["never-used"] } });
        Assert.Equal((0, 0, 0, 0, 0), (answer.Entities, answer.Relations, answer.Items.Count, answer.Groups.Count, answer.Pairs.Count));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Algorithm_looks_at_the_part_that_was_chosen(GraphAlgorithm algorithm)
    {
        var type = fixture.Unique("user");
        var ids = await SocialAsync(type);
        var answer = await fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = algorithm, On = new GraphSelection { Types = [type], Via = ["FOLLOWS"] } });
        Assert.Equal((6, 7), (answer.Entities, answer.Relations));
        Assert.All(answer.Items.Select(item => item.Id).Concat(answer.Groups.SelectMany(group => group.Members).Select(member => member.Id)), id => Assert.Contains(id, ids));
        Assert.True(answer.Items.Count + answer.Groups.Count + answer.Pairs.Count > 0);
        Assert.All(answer.Items.Zip(answer.Items.Skip(1)), pair => Assert.True(pair.First.Score >= pair.Second.Score));
    }

    [Fact]
    public async Task Influential_users_are_those_whom_others_follow()
    {
        var type = fixture.Unique("user");
        var ids = await SocialAsync(type);
        var on = new GraphSelection { Types = [type], Via = ["FOLLOWS"] };
        var answer = await fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank, On = on, Limit = 1 });
        Assert.Equal((ids[0], "Star"), (answer.Items[0].Id, answer.Items[0].Title));
        Assert.Equal(1, answer.Summary["converged"]);
        var follow = await fixture.Db.Graph.SuggestAsync(ids[1], new SuggestionOptions { On = on, Direction = Direction.Out, Measure = LinkMeasure.CommonNeighbors });
        Assert.DoesNotContain(follow, one => one.Id == ids[0] || one.Id == ids[1]);
        Assert.Contains(ids[2], (await fixture.Db.Graph.SimilarAsync(ids[1], new SimilarityOptions { On = on, Direction = Direction.Out })).Select(one => one.Id));
    }

    [Fact]
    public async Task Scores_of_all_come_as_a_stream()
    {
        var type = fixture.Unique("user");
        var ids = await SocialAsync(type);
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, On = new GraphSelection { Types = [type] } };
        var scores = await fixture.Db.Graph.ScoresAsync(request).ToDictionaryAsync(score => score.Id, score => score.Score);
        Assert.Equal(ids.Order(StringComparer.Ordinal), scores.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(5, scores[ids[0]]);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(async () => await fixture.Db.Graph.ScoresAsync(request with { Algorithm = GraphAlgorithm.SpanningForest }).ToListAsync());
        Assert.Equal(ErrorCodes.InvalidParameter, failure.Code);
    }

    [Fact]
    public async Task Saved_scores_take_the_place_of_those_before()
    {
        var type = fixture.Unique("user");
        await SocialAsync(type);
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank, On = new GraphSelection { Types = [type] }, SaveAs = "importance" };
        Assert.Equal(6, (await fixture.Db.Graph.AnalyzeAsync(request)).Saved);
        Assert.Equal(6, (await fixture.Db.Graph.AnalyzeAsync(request)).Saved);
        Assert.Equal(6, await fixture.Database.ScalarAsync<long>("select count(*) from threedb.score where name = 'importance'"));
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_named()
    {
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest
        {
            Algorithm = GraphAlgorithm.Louvain, Damping = 1, Iterations = 0, Tolerance = double.NaN, Resolution = -1, Samples = 0, Limit = -1, From = ["x"],
        }));
        Assert.Equal(ErrorCodes.InvalidParameter, failure.Code);
        Assert.Equal(["/damping", "/tolerance", "/samples", "/from", "/iterations", "/resolution", "/limit"], failure.Errors.Select(error => error.Pointer));
    }

    public static TheoryData<string, AnalysisRequest, GraphAlgorithm[]> Settings => new()
    {
        { "/damping", Usual with { Damping = 0.5 }, [GraphAlgorithm.PageRank] },
        { "/iterations", Usual with { Iterations = 3 }, [GraphAlgorithm.PageRank, GraphAlgorithm.Eigenvector, GraphAlgorithm.LabelPropagation, GraphAlgorithm.Louvain, GraphAlgorithm.Leiden] },
        { "/tolerance", Usual with { Tolerance = 0 }, [GraphAlgorithm.PageRank, GraphAlgorithm.Eigenvector] },
        { "/resolution", Usual with { Resolution = 2 }, [GraphAlgorithm.Louvain, GraphAlgorithm.Leiden] },
        { "/samples", Usual with { Samples = 2 }, [GraphAlgorithm.Betweenness] },
        {
            "/direction", Usual with { Direction = Direction.In },
            [
                GraphAlgorithm.PageRank, GraphAlgorithm.Degree, GraphAlgorithm.Closeness, GraphAlgorithm.Harmonic, GraphAlgorithm.Betweenness, GraphAlgorithm.Eigenvector, GraphAlgorithm.KCore,
                GraphAlgorithm.Similarity, GraphAlgorithm.LinkPrediction,
            ]
        },
        {
            "/weighted", Usual with { Weighted = true },
            [
                GraphAlgorithm.PageRank, GraphAlgorithm.Degree, GraphAlgorithm.Closeness, GraphAlgorithm.Harmonic, GraphAlgorithm.Betweenness, GraphAlgorithm.Eigenvector, GraphAlgorithm.Louvain,
                GraphAlgorithm.Leiden, GraphAlgorithm.SpanningForest,
            ]
        },
        { "/measure", Usual with { Measure = SimilarityMeasure.Overlap }, [GraphAlgorithm.Similarity] },
        { "/linkMeasure", Usual with { LinkMeasure = LinkMeasure.CommonNeighbors }, [GraphAlgorithm.LinkPrediction] },
        { "/maximum", Usual with { Maximum = true }, [GraphAlgorithm.SpanningForest] },
        { "/from", Usual with { From = ["nobody"] }, [GraphAlgorithm.PageRank] },
    };

    // All others would answer as if the setting were not there.
    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Setting_is_refused_where_nothing_looks_at_it(string pointer, AnalysisRequest request, GraphAlgorithm[] lookers)
    {
        foreach (var algorithm in Enum.GetValues<GraphAlgorithm>())
        {
            var asked = request with { Algorithm = algorithm, On = new GraphSelection { Types = ["never-used"] } };
            if (!lookers.Contains(algorithm))
            {
                var failure = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.Graph.AnalyzeAsync(asked));
                Assert.Equal((ErrorCodes.InvalidParameter, pointer), (failure.Code, Assert.Single(failure.Errors).Pointer));
                Assert.StartsWith($"'{pointer[1..]}': only for ", failure.Message, StringComparison.Ordinal);
            }
            else if (pointer != "/from")
            {
                Assert.Equal(0, (await fixture.Db.Graph.AnalyzeAsync(asked)).Entities);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task Setting_that_is_no_finite_number_is_refused(double number)
    {
        AnalysisRequest[] requests = [Usual with { Damping = number }, Usual with { Tolerance = number }, Usual with { Algorithm = GraphAlgorithm.Louvain, Resolution = number }];
        foreach (var request in requests)
        {
            Assert.Equal(ErrorCodes.InvalidParameter, (await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.Graph.AnalyzeAsync(request))).Code);
        }
    }

    [Fact]
    public async Task Page_rank_against_relations_is_that_of_those_who_follow()
    {
        var type = fixture.Unique("user");
        var ids = await SocialAsync(type);
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank, On = new GraphSelection { Types = [type], Via = ["FOLLOWS"] }, Limit = 1 };
        Assert.Equal(ids[0], (await fixture.Db.Graph.AnalyzeAsync(request with { Direction = Direction.Out })).Items[0].Id);
        Assert.Equal(ids[1], (await fixture.Db.Graph.AnalyzeAsync(request with { Direction = Direction.In })).Items[0].Id);
    }

    [Fact]
    public async Task New_relations_are_foretold_for_a_part_of_the_graph_with_progress()
    {
        var type = fixture.Unique("user");
        var ids = await SocialAsync(type);
        var shares = new List<double>();
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.LinkPrediction, On = new GraphSelection { Types = [type], Via = ["FOLLOWS"] }, Direction = Direction.Out, LinkMeasure = LinkMeasure.CommonNeighbors };
        var answer = await fixture.Db.Graph.AnalyzeAsync(request, new Told(shares.Add));
        Assert.Equal([new GraphPair(ids[1], ids[3], 1)], answer.Pairs);
        Assert.Equal((1d, 1d), (shares[^1], answer.Summary["pairs"]));
        Assert.Equal(ids[3], Assert.Single(await fixture.Db.Graph.SuggestAsync(ids[1], new SuggestionOptions { On = request.On, Direction = Direction.Out })).Id);
    }

    [Fact]
    public async Task Spanning_forest_is_of_the_lightest_relations_or_of_the_heaviest()
    {
        var (type, prefix) = (fixture.Unique("town"), fixture.Unique("town/"));
        string[] ids = [prefix + "a", prefix + "b", prefix + "c"];
        await fixture.Db.WriteAsync(
        [
            .. ids.Select(id => new CreateEntity(type, Json.Of("{}")) { Id = id }),
            new Relate(ids[0], "ROAD", ids[1]) { Weight = 1 }, new Relate(ids[1], "ROAD", ids[2]) { Weight = 2 }, new Relate(ids[2], "ROAD", ids[0]) { Weight = 4 },
        ]);
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.SpanningForest, On = new GraphSelection { Types = [type] } };
        Assert.Equal(3, (await fixture.Db.Graph.AnalyzeAsync(request)).Summary["weight"]);
        Assert.Equal(6, (await fixture.Db.Graph.AnalyzeAsync(request with { Maximum = true })).Summary["weight"]);
    }

    [Fact]
    public async Task Runs_take_turns_and_stop_at_once_when_they_are_cancelled()
    {
        await LongRun.FillAsync(fixture);
        await fixture.LoadAsync();
        var begun = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var first = fixture.Db.Graph.AnalyzeAsync(LongRun.Request, new Told(_ => begun.TrySetResult()), stop.Token);
        var second = fixture.Db.Graph.AnalyzeAsync(Usual with { Algorithm = GraphAlgorithm.Degree });
        await begun.Task;
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var stopped = clock.Elapsed;
        Assert.True((await second).Entities >= LongRun.Entities);

        // A run that did not stop would not end as a cancelled one; how soon each algorithm stops is measured where nothing runs beside it.
        Assert.True(stopped < TimeSpan.FromSeconds(10), $"It took {stopped.TotalMilliseconds:F0} ms to stop.");
    }

    // Everyone follows the first one, two of them each other as well; one document outside.
    private async Task<IReadOnlyList<string>> SocialAsync(string type)
    {
        var prefix = fixture.Unique("social/");
        var ids = Enumerable.Range(0, 6).Select(i => $"{prefix}/{i}").ToList();
        await fixture.Db.WriteAsync(
        [
            .. ids.Select((id, i) => new CreateEntity(type, Json.Of(new { name = i == 0 ? "Star" : $"User {i}" })) { Id = id }),
            .. ids.Skip(1).Select(id => new Relate(id, "FOLLOWS", ids[0])),
            new Relate(ids[1], "FOLLOWS", ids[2]),
            new Relate(ids[2], "FOLLOWS", ids[3]),
            new CreateEntity("doc", Json.Of("{}")) { Id = prefix + "/doc" },
            new Relate(ids[0], "WROTE", prefix + "/doc"),
        ]);
        return ids;
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
