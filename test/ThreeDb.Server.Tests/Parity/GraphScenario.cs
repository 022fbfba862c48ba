using System.Text.Json;

namespace ThreeDb.Server.Tests;

/// <summary>A script that asks everything that can be asked about a graph, also wrongly, and what it saw, in words.</summary>
internal sealed class GraphScenario(IThreeDb db)
{
    private static readonly DateTimeOffset Then = new(2020, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<string> _seen = [];

    private IGraph Graph => db.Graph;

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await FillAsync();
        await WalksAsync();
        await StructureAsync();
        await PartsAsync();
        await LinksAsync();
        await AnalysesAsync();
        return _seen;
    }

    // A small network with a circle, weights, a relation that held once, and an id that addresses must encode.
    private async Task FillAsync()
    {
        string[] ids = ["u/1", "u2", "u3", "u4", "u5", "u6 %😀"];
        (string From, string To, double Weight)[] follows = [("u/1", "u2", 1), ("u2", "u3", 1), ("u/1", "u3", 5), ("u3", "u4", 2), ("u4", "u/1", 1), ("u5", "u3", 1), ("u5", "u6 %😀", 0.5)];
        await db.WriteAsync(
        [
            .. ids.Select(id => new CreateEntity("user", Json.Of("""{"title":"somebody"}""")) { Id = id, OnConflict = ConflictPolicy.Replace }),
            .. follows.Select(one => new Relate(one.From, "FOLLOWS", one.To) { Weight = one.Weight }),
            new Relate("u2", "KNEW", "u5") { ValidFrom = Then.AddYears(-1), ValidTo = Then.AddYears(1) },
            new Relate("u6 %😀", "OWES", "u5") { Weight = -3 },
        ]);
    }

    private async Task WalksAsync()
    {
        Traversal[] walks = [new(), new() { Direction = Direction.Out, Via = ["FOLLOWS"], Depth = 3, Limit = 3 }, new() { At = Then }, new() { At = Then.AddYears(9) }, new() { Via = ["NOTHING"] }];
        foreach (var walk in walks)
        {
            await SeeAsync("neighbors", () => Graph.NeighborsAsync("u/1", walk));
            await SeeAsync("network", () => Graph.NetworkAsync("u6 %😀", walk));
            await SeeAsync("impact", () => Graph.ImpactAsync("u3", walk));
            await SeeAsync("path", () => Graph.ShortestPathAsync("u/1", "u6 %😀", walk));
            await SeeAsync("reachable", () => Graph.ReachableAsync("u/1", "u6 %😀", walk));
            await SeeAsync("common", () => Graph.CommonNeighborsAsync("u/1", "u6 %😀", walk));
        }

        await SeeAsync("reachable back", () => Graph.ReachableAsync("u6 %😀", "u/1", new Traversal { Direction = Direction.In, Depth = 2 }));
        await SeeAsync("reachable nobody", () => Graph.ReachableAsync("u/1", "nobody"));
        await SeeAsync("neighbors explained", async () => (await Graph.NeighborsAsync("u2", new Traversal { Explain = true })).Explanation?.Source);
        await SeeAsync("explained", async () => (await Graph.NetworkAsync("u2", new Traversal { Explain = true })).Explanation?.Source);
        ReachOptions[] reaches =
        [
            new(), new() { Depth = 0 }, new() { Depth = 2, Limit = 10, Direction = Direction.Any, Via = ["FOLLOWS", "KNEW"], At = Then }, new() { Types = ["user"], Limit = 2 }, new() { Types = ["nothing"], Limit = 2 },
            new() { Where = Filter.Parse(Json.Of("""{"title":"somebody"}""")), Limit = 5 }, new() { MaxPerHop = 1 }, new() { MaxVisited = 2 }, new() { Depth = -1 }, new() { Depth = 1_000_000_000 }, new() { Limit = -1 },
            new() { MaxVisited = 0 }, new() { Types = ["a b"] },
        ];
        foreach (var reach in reaches)
        {
            await SeeAsync("reach", () => Graph.ReachAsync("u/1", reach));
        }

        await SeeAsync("reach explained", async () => (await Graph.ReachAsync("u2", new ReachOptions { Explain = true })).Explanation?.Source);
        await SeeAsync("reach none", () => Graph.ReachAsync("nobody"));
        await SeeAsync("walk too deep", () => Graph.ImpactAsync("u2", new Traversal { Depth = 1_000_000_000 }));
        await SeeAsync("walk nowhere", () => Graph.NetworkAsync("u2", new Traversal { Depth = 0 }));
    }

    private async Task StructureAsync()
    {
        PathOptions[] paths =
        [
            new(), new() { Count = 3 }, new() { AllShortest = true, Count = 5 }, new() { Weighted = true, Direction = Direction.Out, Via = ["FOLLOWS"] }, new() { Weighted = true, Count = 3, Direction = Direction.Out, Via = ["FOLLOWS"] },
            new() { Weighted = true, Depth = 1, Direction = Direction.Out, Via = ["FOLLOWS"] }, new() { Weighted = true, Via = ["OWES", "FOLLOWS"] }, new() { Weighted = true, AllShortest = true }, new() { Count = 0 }, new() { Depth = 0 }, new() { Depth = 1, At = Then },
        ];
        foreach (var path in paths)
        {
            await SeeAsync("paths", () => Graph.PathsAsync("u/1", "u3", path));
            await SeeAsync("paths weighed", () => Graph.PathsAsync("u5", "u6 %😀", path));
        }

        await SeeAsync("paths to itself", () => Graph.PathsAsync("u2", "u2"));
        await SeeAsync("paths none", () => Graph.PathsAsync("u2", "nobody"));
        await SeeAsync("common none", () => Graph.CommonNeighborsAsync("u2", "nobody"));
        IReadOnlyList<string>[] parts = [["u6 %😀", "u/1", "u2", "u/1"], ["u2"], [], ["nobody"], ["u2", ""]];
        foreach (var part in parts)
        {
            await SeeAsync("among", () => Graph.AmongAsync(part));
            await SeeAsync("among then", () => Graph.AmongAsync(part, new Traversal { Via = ["KNEW", "FOLLOWS"], At = Then }));
        }

        await SeeAsync("among nothing", () => Graph.AmongAsync(["u2"], new Traversal { Via = ["NOTHING"] }));
        await SeeAsync("among explained", async () => (await Graph.AmongAsync(["u2"], new Traversal { Explain = true })).Explanation?.Source);
        await SeeAsync("common explained", async () => (await Graph.CommonNeighborsAsync("u2", "u4", new Traversal { Explain = true, Limit = 1 })).Explanation?.Source);
        await SeeAsync("no path explained", async () => (await Graph.ShortestPathAsync("u6 %😀", "u/1", new Traversal { Direction = Direction.Out, Explain = true })).Explanation?.Source);
        LossOptions[] losses = [new(), new() { Roots = ["u5"] }, new() { Roots = ["u5"], Via = ["FOLLOWS"], Limit = 1 }, new() { Roots = ["nobody"] }, new() { Limit = 0 }, new() { At = Then, Via = ["KNEW"] }];
        foreach (var loss in losses)
        {
            await SeeAsync("losses", () => Graph.LossesAsync("u3", loss));
        }

        CycleOptions[] cycles = [new(), new() { Through = "u/1" }, new() { Through = "u5", Via = ["FOLLOWS"] }, new() { MaxLength = 2 }, new() { MaxLength = 0 }, new() { Limit = 0 }, new() { Through = "nobody" }, new() { Via = ["NOTHING"] }];
        foreach (var cycle in cycles)
        {
            await SeeAsync("cycles", () => Graph.CyclesAsync(cycle));
        }

        OrderOptions[] orders = [new(), new() { Via = ["KNEW"], Limit = 3 }, new() { Via = ["OWES"], TargetsFirst = true }, new() { Limit = 0 }, new() { Via = ["KNEW"], At = Then }];
        foreach (var order in orders)
        {
            await SeeAsync("order", () => Graph.OrderAsync(order));
            await SeeAsync("whole order", async () => await Graph.WholeOrderAsync(order).ToListAsync());
        }
    }

    private async Task PartsAsync()
    {
        PartOptions[] parts =
        [
            new(), new() { On = new() { Via = ["FOLLOWS"] } }, new() { On = new() { Types = ["user"], Via = ["KNEW", "OWES"], At = Then } }, new() { On = new() { Via = ["NOTHING"] } }, new() { On = new() { Project = "nowhere" } },
            new() { Around = "u/1" }, new() { Around = "u6 %😀", Direction = Direction.Out, Depth = 1 }, new() { Around = "u5", Direction = Direction.Out, Depth = 100, On = new() { Via = ["FOLLOWS"] } },
            new() { Around = "u/1", On = new() { Types = ["nothing"] } }, new() { Around = "nobody" }, new() { Around = "" }, new() { Around = "u2", Depth = 0 }, new() { Depth = 1_000_000_000 }, new() { On = new() { Types = ["a b"] } },
        ];
        foreach (var part in parts)
        {
            await SeeAsync("part", async () => await Graph.PartAsync(part).ToListAsync());
        }
    }

    private async Task LinksAsync()
    {
        GraphSelection[] parts = [new(), new() { Types = ["user"], Via = ["FOLLOWS"] }, new() { Types = ["nothing"] }, new() { Project = "nowhere" }, new() { At = Then }, new() { Types = ["a b"] }];
        foreach (var on in parts)
        {
            foreach (var measure in Enum.GetValues<SimilarityMeasure>())
            {
                await SeeAsync("alike", () => Graph.SimilarAsync("u/1", new SimilarityOptions { On = on, Measure = measure, Direction = Direction.Out, Limit = 3 }));
            }

            foreach (var measure in Enum.GetValues<LinkMeasure>())
            {
                await SeeAsync("suggest", () => Graph.SuggestAsync("u/1", new SuggestionOptions { On = on, Measure = measure, Limit = 3 }));
            }
        }

        await SeeAsync("alike none", () => Graph.SimilarAsync("nobody"));
        await SeeAsync("suggest limit", () => Graph.SuggestAsync("u2", new SuggestionOptions { Limit = 0 }));
    }

    private async Task AnalysesAsync()
    {
        foreach (var algorithm in Enum.GetValues<GraphAlgorithm>())
        {
            var request = new AnalysisRequest { Algorithm = algorithm, On = new GraphSelection { Types = ["user"], Via = ["FOLLOWS"] }, Limit = 4 };
            await SeeAsync($"{algorithm}", async () => await Graph.AnalyzeAsync(request) with { Milliseconds = 0 });
            await SeeAsync($"{algorithm} told", async () => await Graph.AnalyzeAsync(request, new Shares()) with { Milliseconds = 0 });
            await SeeAsync($"{algorithm} scores", async () => await Graph.ScoresAsync(request).ToListAsync());
            await SeeAsync($"{algorithm} of nothing", async () => await Graph.AnalyzeAsync(request with { On = new GraphSelection { Types = ["nothing"] } }) with { Milliseconds = 0 });
            await SeeAsync($"{algorithm} scores of nothing", async () => await Graph.ScoresAsync(request with { On = new GraphSelection { Via = ["NOTHING"], Project = "nowhere" } }).ToListAsync());
        }

        var rank = new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank };
        AnalysisRequest[] others =
        [
            rank with { From = ["u5"], Iterations = 3, Tolerance = 0, Damping = 0.5, Direction = Direction.Any }, rank with { Weighted = true, On = new GraphSelection { Via = ["FOLLOWS"], At = Then } },
            rank with { Weighted = true }, rank with { SaveAs = "importance" }, rank with { SaveAs = "a b" }, rank with { From = ["nobody"] }, rank with { Damping = 1 }, rank with { Iterations = 0 }, rank with { Limit = -1 },
            rank with { Algorithm = GraphAlgorithm.Similarity, Measure = SimilarityMeasure.Overlap }, rank with { Algorithm = GraphAlgorithm.LinkPrediction, LinkMeasure = LinkMeasure.ResourceAllocation },
            rank with { Direction = Direction.In }, rank with { Measure = SimilarityMeasure.Overlap }, rank with { Damping = double.NaN }, rank with { Tolerance = double.PositiveInfinity },
            rank with { Algorithm = GraphAlgorithm.Louvain, Resolution = double.NaN }, rank with { Algorithm = GraphAlgorithm.LabelPropagation, Weighted = true },
            rank with { Tolerance = -1 }, rank with { Algorithm = GraphAlgorithm.Louvain, Resolution = 0 }, rank with { Algorithm = GraphAlgorithm.Betweenness, Samples = 2, Seed = 7 },
            rank with { Algorithm = GraphAlgorithm.Betweenness, Weighted = true, On = new GraphSelection { Via = ["FOLLOWS"] } }, rank with { Algorithm = GraphAlgorithm.Degree, From = ["u2"] },
            rank with { Algorithm = GraphAlgorithm.Louvain, Weighted = true }, rank with { Algorithm = GraphAlgorithm.SpanningForest, SaveAs = "x" }, rank with { Algorithm = GraphAlgorithm.SpanningForest, Maximum = true }, rank with { Algorithm = GraphAlgorithm.Leiden, SaveAs = "cluster", Limit = 0 },
        ];
        foreach (var request in others)
        {
            await SeeAsync($"analysis {request.Algorithm}", async () => await Graph.AnalyzeAsync(request) with { Milliseconds = 0 });
            await SeeAsync($"scores {request.Algorithm}", async () => await Graph.ScoresAsync(request).ToListAsync());
        }

        await SeeAsync("saving nothing", () => Graph.AnalyzeAsync(rank with { SaveAs = "importance", On = new GraphSelection { Types = ["nothing"] } }));
        await SeeAsync("saved", async () => (await db.Scores.ListAsync()).Select(score => $"{score.Name} {score.Count} {score.SavedAt is not null}"));
        await SeeAsync("unknown", async () => (await db.Entities.ListAsync(new ListRequest { OrderBy = [new SortKey("$score.nope")] })).UnknownScores);
        foreach (var name in (string[])["cluster", "cluster", "a b"])
        {
            await SeeAsync("delete scores", () => db.Scores.DeleteAsync(name));
        }

        await SeeAsync("verified", async () => await Graph.VerifyAsync() with { Seconds = 0, Bytes = 0, Position = default });
    }

    private async Task SeeAsync<T>(string step, Func<Task<T>> run)
    {
        try
        {
            _seen.Add($"{step}: {JsonSerializer.Serialize(await run(), ThreeDbJson.Options)}");
        }
        catch (ThreeDbException e)
        {
            _seen.Add($"{step}: {e.Code}");
        }
    }

    private sealed class Shares : IProgress<double>
    {
        public void Report(double value) => Assert.InRange(value, 0, 1);
    }
}
