using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db graph</c>: what is around an entity, ways between two, what depends on one.</summary>
internal static class GraphVerbs
{
    private static readonly Argument<string> Id = new("ID") { Description = "The entity" };
    private static readonly Argument<string> From = new("FROM") { Description = "Where the path begins" };
    private static readonly Argument<string> To = new("TO") { Description = "Where it ends" };
    private static readonly Option<string[]> Via = new("--via") { Description = "Only relations of these types", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<Direction?> Way = new("--direction") { Description = "Which way to follow relations", HelpName = "out|in|any" };
    private static readonly Option<int?> Depth = new("--depth") { Description = $"How many steps at most (network 2, path 20, impact 100 unless given)", HelpName = "N" };

    public static Command Make() => new("graph", "Walk along relations")
    {
        new Command("neighbors", "The entities one step away, most connected first") { Id, Via, Way, Paging.Limit }.Reads(NeighborsAsync),
        new Command("network", "The entities within some steps, and the relations among them") { Id, Via, Way, Depth, Paging.Limit }.Reads(NetworkAsync),
        new Command("path", "A shortest path between two entities") { From, To, Via, Way, Depth }.Reads(PathAsync),
        new Command("impact", "What depends on an entity, directly or not: what breaks if it goes") { Id, Via, Way, Depth, Paging.Limit }.Reads(ImpactAsync),
    };

    private static Traversal Walk(Call call) => new()
    {
        Via = call.Get(Via) ?? [],
        Direction = call.Get(Way),
        Depth = call.Get(Depth),
        Limit = Paging.LimitOf(call, 100, 100_000),
    };

    private static async Task NeighborsAsync(Call call)
    {
        var neighbors = await call.Db.Graph.NeighborsAsync(call.Get(Id), Walk(call), call.Token);
        call.Screen.Answer(neighbors, screen => GraphView.Draw(neighbors, call.Get(Id), Paging.LimitOf(call, 100, 100_000), screen));
    }

    private static async Task NetworkAsync(Call call)
    {
        var network = await call.Db.Graph.NetworkAsync(call.Get(Id), Walk(call), call.Token);
        call.Screen.Answer(network, screen => GraphView.Draw(network, screen));
    }

    private static async Task PathAsync(Call call)
    {
        var path = await call.Db.Graph.ShortestPathAsync(call.Get(From), call.Get(To), Walk(call), call.Token);
        call.Screen.Answer(new PathAnswer(path), screen => GraphView.Draw(path, screen));
    }

    private static async Task ImpactAsync(Call call)
    {
        var impact = await call.Db.Graph.ImpactAsync(call.Get(Id), Walk(call), call.Token);
        call.Screen.Answer(impact, screen => GraphView.Draw(impact, screen));
    }
}

/// <summary>The answer about a path, as over HTTP: none is no failure.</summary>
internal sealed record PathAnswer(GraphPath? Path);
