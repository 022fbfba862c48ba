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
    private static readonly Option<int?> MaxPerHop = new("--max-per-hop") { Description = $"How many entities one step may find, up to {Quantity.Count(ReachOptions.MostVisited)} (default no limit)", HelpName = "N" };
    private static readonly Option<int?> MaxVisited = new("--max-visited")
    {
        Description = $"How many entities the walk visits at most, up to {Quantity.Count(ReachOptions.MostVisited)} (default {Quantity.Count(new ReachOptions().MaxVisited)}; by SQL {Quantity.Count(Traversal.MaxVisited)})", HelpName = "N",
    };

    private static readonly Option<int?> List = new("--limit") { Description = "List so many of them, nearest first (default none: only counts)", HelpName = "N" };

    private static readonly Option<bool> Whole = new("--all") { Description = "All of it, however large, for a file; or as lines, with --json one for each entity and relation (NDJSON)" };

    public static IReadOnlyList<Command> Make() =>
    [
        new Command("neighbors", "The entities one step away, most connected first") { Id, Via, AnyWay, At, Limit.Option, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(NeighborsAsync),
        new Command("network", "The entities within some steps, and the relations among them: the network of a document") { Id, Via, AnyWay, NetworkDepth, At, PartLimit.Option, Whole, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(NetworkAsync),
        new Command("impact", "What depends on an entity, directly or not: what breaks if it goes") { Id, Via, WayIn, ImpactDepth, At, Limit.Option, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(ImpactAsync),
        new Command("reach", "How many entities can be reached, at each number of steps") { Id, Via, WayOut, ReachDepth, At, Types, Where, MaxPerHop, MaxVisited, List, Explain }.Reads(ReachAsync),
    ];

    /// <summary>How to walk, as the options say.</summary>
    public static Traversal Walk(Call call, Option<int?>? depth = null, LimitOption? limit = null) => new()
    {
        Via = NamesOf(call, Via),
        Direction = WayGiven(call),
        Depth = depth is null ? null : call.Get(depth),
        At = AtOf(call),
        Limit = (limit ?? GraphOptions.Limit).Of(call),
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
                Told(screen, neighbors);
            });
            return;
        }

        // The relations between the entity and its neighbours, which are those of the answer; not those among the neighbours.
        var start = await call.Db.Graph.AmongAsync([id], new Traversal { Via = walk.Via, At = walk.At }, call.Token);
        await file.WriteAsync(call, new([.. start.Nodes, .. neighbors.Items.Select(one => one.Node)], [.. neighbors.Items.SelectMany(one => one.Relations).Distinct()])
        {
            Cut = neighbors.Truncated ? $"The {Quantity.Count(neighbors.Items.Count)} most connected; {More(neighbors.Items.Count)}." : null,
            Answer = neighbors,
        });
    }

    private static async Task NetworkAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        if (call.Get(Whole))
        {
            await WholeAsync(call, file);
            return;
        }

        var network = await call.Db.Graph.NetworkAsync(call.Get(Id), Walk(call, NetworkDepth, PartLimit), call.Token);
        if (file is not null)
        {
            await file.WriteAsync(call, new(network.Nodes, network.Edges) { Cut = network.Truncated ? $"There are more{GraphView.CutOf(network)}." : null, Answer = network });
            return;
        }

        call.Screen.Answer(network, screen =>
        {
            GraphView.Draw(network, screen);
            Told(screen, network);
        });
    }

    private static async Task WholeAsync(Call call, GraphFileOutput? file)
    {
        PartLimit.RefuseBeside(call, Whole);
        if (call.Get(Explain))
        {
            throw Usage.Fault("--all takes everything only from memory: leave out --explain.", "3db graph network");
        }

        var pieces = call.Db.Graph.PartAsync(new PartOptions
        {
            Around = call.Get(Id), Direction = WayGiven(call), Depth = call.Get(NetworkDepth), On = new GraphSelection { Via = NamesOf(call, Via), At = AtOf(call) },
        }, call.Token);
        if (file is not null)
        {
            await file.WriteAsync(call, new GraphFileContent(pieces));
            return;
        }

        await StreamView.PrintAsync(call.Screen, call.Screen.IsJson ? pieces : pieces.Where(piece => !IsNoted(call.Screen, piece)), GraphView.Line);
    }

    // To people a note is not data.
    private static bool IsNoted(Screen screen, GraphPiece piece)
    {
        if (piece.Note is { } note)
        {
            screen.Note(note);
        }

        return piece.Note is not null;
    }

    private static async Task ImpactAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        var impact = await call.Db.Graph.ImpactAsync(call.Get(Id), Walk(call, ImpactDepth), call.Token);
        if (file is not null)
        {
            await WriteAsync(call, file, impact);
            return;
        }

        call.Screen.Answer(impact, screen =>
        {
            GraphView.Draw(impact, screen);
            Told(screen, impact);
        });
    }

    // The entity, those that depend on it as the answer has them, and the relations among all of these.
    private static async Task WriteAsync(Call call, GraphFileOutput file, Impact impact)
    {
        var start = call.Get(Id);
        var found = impact.Items.ToDictionary(item => item.Node.Id, item => (item.Node.Depth, item.Dependents), StringComparer.Ordinal);
        found.TryAdd(start, (0, impact.ByDepth.Count == 0 ? 0 : impact.ByDepth[0]));
        var ids = impact.Items.Take(MostEntities - 1).Select(item => item.Node.Id).Prepend(start).ToList();
        var part = await GraphFileContent.AmongAsync(call, ids);
        await file.WriteAsync(call, part with
        {
            ScoreNames = ["steps", "degree", "dependents"],
            ScoresOf = node => [found[node.Id].Depth, node.Degree, found[node.Id].Dependents],
            Cut = ids.Count - 1 < impact.Total ? $"The {Quantity.Count(ids.Count - 1)} of {Quantity.Count(impact.Total)} that most depend on; {More(ids.Count)}." : part.Cut,
            Answer = impact,
        });
    }

    private static async Task ReachAsync(Call call)
    {
        var usual = new ReachOptions();
        var limit = call.Get(List) ?? usual.Limit;
        var reach = await call.Db.Graph.ReachAsync(call.Get(Id), usual with
        {
            Direction = WayGiven(call) ?? usual.Direction,
            Via = NamesOf(call, Via),
            Depth = call.Get(ReachDepth) ?? usual.Depth,
            At = AtOf(call),
            Types = NamesOf(call, Types),
            Where = WhereOption.Parse(call.Get(Where)),
            MaxPerHop = call.Get(MaxPerHop),
            MaxVisited = call.Get(MaxVisited) ?? usual.MaxVisited,
            Limit = limit,
            Explain = call.Get(Explain),
        }, call.Token);
        call.Screen.Answer(reach, screen =>
        {
            StructuralView.Draw(reach, screen);
            Told(screen, reach);
        });
    }
}
