using System.CommandLine;
using static ThreeDb.Cli.GraphOptions;

namespace ThreeDb.Cli;

/// <summary>Walks from an entity: <c>neighbors</c>, <c>network</c>, <c>impact</c>, <c>reach</c>.</summary>
internal static class WalkVerbs
{
    private static readonly Option<int?> NetworkDepth = DepthOf(TraversalDefaults.NetworkDepth);
    private static readonly Option<int?> ImpactDepth = DepthOf(TraversalDefaults.ImpactDepth);
    private static readonly Option<int?> ReachDepth = DepthOf(new ReachOptions().Depth);
    private static readonly Option<string[]> Where = WhereOption.Make();
    private static readonly Option<int?> List = new("--limit") { Description = "List so many of them, nearest first (default none: only counts)", HelpName = "N" };

    public static IReadOnlyList<Command> Make() =>
    [
        new Command("neighbors", "The entities one step away, most connected first") { Id, Via, Way, At, Paging.Limit, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(NeighborsAsync),
        new Command("network", "The entities within some steps, and the relations among them: the network of a document") { Id, Via, Way, NetworkDepth, At, Paging.Limit, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(NetworkAsync),
        new Command("impact", "What depends on an entity, directly or not: what breaks if it goes") { Id, Via, Way, ImpactDepth, At, Paging.Limit, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(ImpactAsync),
        new Command("reach", "How many entities can be reached, at each number of steps") { Id, Via, Way, ReachDepth, At, Types, Where, List, Explain }.Reads(ReachAsync),
    ];

    /// <summary>How to walk, as the options say.</summary>
    public static Traversal Walk(Call call, Option<int?>? depth = null, int limit = 100) => new()
    {
        Via = call.Get(Via) ?? [],
        Direction = call.Get(Way),
        Depth = depth is null ? null : call.Get(depth),
        At = AtOf(call),
        Limit = Paging.LimitOf(call, limit, MostEntities),
        Explain = call.Get(Explain),
    };

    private static async Task NeighborsAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        var (id, walk) = (call.Get(Id), Walk(call));
        var neighbors = await call.Db.Graph.NeighborsAsync(id, walk, call.Token);
        if (file is null)
        {
            call.Screen.Answer(neighbors, screen =>
            {
                GraphView.Draw(neighbors, id, screen);
                Explained(screen, neighbors.Explanation);
            });
            return;
        }

        await file.WriteAsync(call, [new GraphNode(id, "", null, 0, 0), .. neighbors.Items.Select(one => one.Node)], [.. neighbors.Items.SelectMany(one => one.Relations).Distinct()], neighbors.Truncated);
    }

    private static async Task NetworkAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        var network = await call.Db.Graph.NetworkAsync(call.Get(Id), Walk(call, NetworkDepth), call.Token);
        if (file is not null)
        {
            await file.WriteAsync(call, network.Nodes, network.Edges, network.Truncated);
            return;
        }

        call.Screen.Answer(network, screen =>
        {
            GraphView.Draw(network, screen);
            Explained(screen, network.Explanation);
        });
    }

    private static async Task ImpactAsync(Call call)
    {
        if (GraphFileOutput.Of(call) is { } file)
        {
            // The relations along which it is felt: the network on that side.
            var walk = Walk(call, ImpactDepth);
            var network = await call.Db.Graph.NetworkAsync(call.Get(Id), walk with { Direction = walk.Direction ?? Direction.In, Depth = walk.Depth ?? TraversalDefaults.ImpactDepth }, call.Token);
            await file.WriteAsync(call, network.Nodes, network.Edges, network.Truncated);
            return;
        }

        var impact = await call.Db.Graph.ImpactAsync(call.Get(Id), Walk(call, ImpactDepth), call.Token);
        call.Screen.Answer(impact, screen =>
        {
            GraphView.Draw(impact, screen);
            Explained(screen, impact.Explanation);
        });
    }

    private static async Task ReachAsync(Call call)
    {
        var usual = new ReachOptions();
        var limit = call.Get(List) ?? usual.Limit;
        var reach = await call.Db.Graph.ReachAsync(call.Get(Id), usual with
        {
            Direction = call.Get(Way) ?? usual.Direction,
            Via = call.Get(Via) ?? [],
            Depth = call.Get(ReachDepth) ?? usual.Depth,
            At = AtOf(call),
            Types = call.Get(Types) ?? [],
            Where = WhereOption.Parse(call.Get(Where)),
            Limit = limit,
            Explain = call.Get(Explain),
        }, call.Token);
        call.Screen.Answer(reach, screen =>
        {
            StructuralView.Draw(reach, screen);
            Explained(screen, reach.Explanation);
        });
    }
}
