namespace ThreeDb.Postgres.Tests;

/// <summary>Questions about random graphs (cycles, self-loops, parallel relations, stubs, deleted entities) are answered as in memory.</summary>
public sealed class GraphTests(EngineFixture fixture, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    private const int Nodes = 40;
    private static readonly string[] Types = ["A", "B", "C"];

    [Fact]
    public async Task Answers_about_random_graphs_are_those_of_the_oracle()
    {
        var seed = Seed.Take(output);
        for (var round = 0; round < 6; round++)
        {
            var random = new Random((seed * 397) ^ round);
            var prefix = $"g{round}/";
            var oracle = await MakeAsync(random, prefix, edges: 20 + (round * 20));
            for (var question = 0; question < 12; question++)
            {
                var (from, to) = (Pick(random, oracle), Pick(random, oracle));
                var options = new Traversal
                {
                    Direction = random.Next(4) switch { 0 => Direction.Out, 1 => Direction.In, 2 => Direction.Any, _ => null },
                    Via = random.Next(3) switch { 0 => ["A"], 1 => ["B", "C"], _ => [] },
                    Depth = random.Next(1, 5),
                    Limit = random.Next(3) == 0 ? random.Next(1, 8) : 1000,
                };
                await NeighborsAsync(oracle, from, options);
                await NetworkAsync(oracle, from, options);
                await PathAsync(oracle, from, to, options);
                await ImpactAsync(oracle, from, options);
            }
        }
    }

    [Fact]
    public async Task Question_about_what_is_not_there_or_out_of_bounds_fails_clearly()
    {
        await fixture.Db.Entities.CreateAsync("node", new { }, "here");
        await fixture.Db.Relations.RelateAsync(new Relate("here", "A", "stub"));
        foreach (var id in new[] { "stub", "nowhere" })
        {
            Assert.Equal(ErrorCodes.EntityNotFound, await Failure.CodeOfAsync(() => fixture.Db.Graph.NeighborsAsync(id)));
            Assert.Equal(ErrorCodes.EntityNotFound, await Failure.CodeOfAsync(() => fixture.Db.Graph.ShortestPathAsync("here", id)));
        }

        Assert.Empty((await fixture.Db.Graph.NeighborsAsync("here")).Items);
        foreach (var wrong in new[] { new Traversal { Depth = 0 }, new Traversal { Depth = 101 }, new Traversal { Limit = 0 }, new Traversal { Limit = 10_001 } })
        {
            Assert.Equal(ErrorCodes.InvalidParameter, await Failure.CodeOfAsync(() => fixture.Db.Graph.NetworkAsync("here", wrong)));
        }

        Assert.Equal(ErrorCodes.EntityNotFound, await Failure.CodeOfAsync(() => fixture.Other.Graph.NeighborsAsync("here")));
    }

    private async Task NeighborsAsync(GraphOracle oracle, string id, Traversal options)
    {
        var expected = oracle.Step(id, options.Direction ?? Direction.Any, options.Via);
        var (found, truncated) = await fixture.Db.Graph.NeighborsAsync(id, options);
        Assert.Equal((Math.Min(expected.Count, options.Limit), expected.Count > options.Limit), (found.Count, truncated));
        Assert.Empty(found.Select(neighbor => neighbor.Node.Id).Except(expected));

        // Most connected first: what the limit left out has no more relations than the last one in.
        var degrees = found.Select(neighbor => neighbor.Node.Degree).ToList();
        Assert.Equal(degrees.OrderDescending(), degrees);
        Assert.Equal(expected.Select(one => oracle.Degree(one, options.Via)).OrderDescending().Take(options.Limit), degrees);
        foreach (var neighbor in found)
        {
            Assert.Equal((1, oracle.Degree(neighbor.Node.Id, options.Via)), (neighbor.Node.Depth, neighbor.Node.Degree));
            Assert.Equal(Ordered(oracle.Via(options.Via).Where(edge => (edge.From == id && edge.To == neighbor.Node.Id) || (edge.To == id && edge.From == neighbor.Node.Id))), Ordered(neighbor.Relations));
        }
    }

    private async Task NetworkAsync(GraphOracle oracle, string id, Traversal options)
    {
        var expected = oracle.Depths(id, options.Direction ?? Direction.Any, options.Via, options.Depth!.Value);
        var network = await fixture.Db.Graph.NetworkAsync(id, options);
        Assert.Equal(expected.Count > options.Limit, network.Truncated);
        Assert.Equal(Math.Min(expected.Count, options.Limit), network.Nodes.Count);
        Assert.Equal(expected.Values.Order().Take(options.Limit), network.Nodes.Select(node => node.Depth));
        Assert.All(network.Nodes, node => Assert.Equal((expected[node.Id], oracle.Degree(node.Id, options.Via)), (node.Depth, node.Degree)));
        var ids = network.Nodes.Select(node => node.Id).ToHashSet();
        Assert.Equal(id, network.Nodes[0].Id);
        Assert.Equal(Ordered(oracle.Via(options.Via).Where(edge => ids.Contains(edge.From) && ids.Contains(edge.To))), Ordered(network.Edges));
    }

    private async Task PathAsync(GraphOracle oracle, string from, string to, Traversal options)
    {
        var direction = options.Direction ?? Direction.Any;
        var expected = oracle.Depths(from, direction, options.Via, options.Depth!.Value);
        var path = (await fixture.Db.Graph.ShortestPathAsync(from, to, options)).Path;
        Assert.Equal(expected.TryGetValue(to, out var length) ? length : null, path?.Length);
        if (path is null)
        {
            return;
        }

        Assert.Equal((from, to), (path.Nodes[0].Id, path.Nodes[^1].Id));
        Assert.Equal(Enumerable.Range(0, path.Length + 1), path.Nodes.Select(node => node.Depth));
        foreach (var (i, edge) in path.Edges.Index())
        {
            var (near, far) = (path.Nodes[i].Id, path.Nodes[i + 1].Id);
            Assert.Contains(edge, oracle.Via(options.Via));
            Assert.True((direction != Direction.In && (edge.From, edge.To) == (near, far)) || (direction != Direction.Out && (edge.To, edge.From) == (near, far)), $"{near} {edge} {far}");
        }
    }

    private async Task ImpactAsync(GraphOracle oracle, string id, Traversal options)
    {
        var direction = options.Direction ?? Direction.In;
        var expected = oracle.Depths(id, direction, options.Via, options.Depth!.Value);
        expected.Remove(id);
        var impact = await fixture.Db.Graph.ImpactAsync(id, options);
        Assert.Equal((expected.Count, false), (impact.Total, impact.Truncated));
        Assert.Equal(expected.Values.GroupBy(depth => depth).OrderBy(group => group.Key).Select(group => (long)group.Count()), impact.ByDepth);
        Assert.All(impact.Items, item => Assert.Equal(expected[item.Node.Id], item.Node.Depth));
        Assert.All(impact.Items, item => Assert.Equal(oracle.Step(item.Node.Id, direction, options.Via).Count, item.Dependents));
        Assert.Equal(expected.Keys.Select(one => (long)oracle.Step(one, direction, options.Via).Count).OrderDescending().Take(options.Limit), impact.Items.Select(item => item.Dependents));
    }

    private async Task<GraphOracle> MakeAsync(Random random, string prefix, int edges)
    {
        var oracle = new GraphOracle();
        var ids = Enumerable.Range(0, Nodes).Select(i => prefix + i).ToList();
        oracle.Live.UnionWith(ids);
        var mutations = ids.Select(id => (Mutation)new CreateEntity("node", Json.Of(new { name = id })) { Id = id }).ToList();
        for (var i = 0; i < edges; i++)
        {
            if (i == edges / 2)
            {
                // Relations to the deleted ones come again afterwards.
                foreach (var gone in ids.Where(_ => random.Next(8) == 0))
                {
                    mutations.Add(new DeleteEntity(gone));
                    oracle.Delete(gone);
                }
            }

            var (from, to) = (ids[random.Next(Nodes)], random.Next(8) switch { 0 => prefix + "stub" + random.Next(4), _ => ids[random.Next(Nodes)] });
            to = random.Next(15) == 0 ? from : to;
            (from, to) = random.Next(2) == 0 ? (from, to) : (to, from);
            var edge = new GraphEdge(from, Types[random.Next(3)], to, random.Next(5) == 0 ? "k" : "", random.Next(3) == 0 ? random.Next(-2, 9) : 1);

            // One that comes again has the new weight.
            oracle.Edges.RemoveWhere(other => other with { Weight = edge.Weight } == edge);
            oracle.Edges.Add(edge);
            mutations.Add(new Relate(edge.From, edge.Type, edge.To) { Key = edge.Key, Weight = edge.Weight });
        }

        await fixture.Db.WriteAsync(mutations);
        return oracle;
    }

    private static string Pick(Random random, GraphOracle oracle) => oracle.Live.Order(StringComparer.Ordinal).ElementAt(random.Next(oracle.Live.Count));

    private static IEnumerable<(string, string, string, string, double)> Ordered(IEnumerable<GraphEdge> edges) => edges.Select(edge => (edge.From, edge.Type, edge.To, edge.Key, edge.Weight)).Order();
}
