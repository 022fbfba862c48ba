using System.CommandLine;
using static ThreeDb.Cli.GraphOptions;

namespace ThreeDb.Cli;

/// <summary>Ways between two entities: <c>path</c>, <c>paths</c>, <c>reachable</c>.</summary>
internal static class PathVerbs
{
    private static readonly Option<int?> Depth = DepthOf(TraversalDefaults.PathDepth);
    private static readonly Option<int?> Far = new("--depth") { Description = "How many steps at most (default no limit)", HelpName = "N" };
    private static readonly Option<bool> AllShortest = new("--all-shortest") { Description = "All paths of the fewest steps, and no others" };
    private static readonly Option<int?> Count = new("--count") { Description = "How many paths (default 3)", HelpName = "N" };

    public static IReadOnlyList<Command> Make() =>
    [
        new Command("path", "A shortest path between two entities") { From, To, Via, Way, Depth, At, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(PathAsync),
        new Command("paths", "Several paths between two entities, best first: the next best ones, all shortest ones, the cheapest") { From, To, Via, Way, Depth, At, Weighted, AllShortest, Count, Explain }.Reads(PathsAsync),
        new Command("reachable", "Whether one comes from one entity to another along relations, and in how many steps") { From, To, Via, Way, Far, At, Explain }.Reads(ReachableAsync),
    ];

    private static async Task PathAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        var path = await call.Db.Graph.ShortestPathAsync(call.Get(From), call.Get(To), WalkVerbs.Walk(call, Depth), call.Token);
        if (file is not null)
        {
            await file.WriteAsync(call, path?.Nodes ?? [], path?.Edges ?? []);
            return;
        }

        call.Screen.Answer(new PathAnswer(path), screen =>
        {
            GraphView.Draw(path, screen);
            Explained(screen, path?.Explanation);
        });
    }

    private static async Task ReachableAsync(Call call)
    {
        var (from, to) = (call.Get(From), call.Get(To));
        var answer = await call.Db.Graph.ReachableAsync(from, to, WalkVerbs.Walk(call, Far), call.Token);
        call.Screen.Answer(answer, screen =>
        {
            screen.Line(answer.Steps is { } steps
                ? $"Yes: '{Printable.Of(to)}' is {Quantity.Count(steps, "step", "steps")} from '{Printable.Of(from)}'."
                : $"No: there is no way from '{Printable.Of(from)}' to '{Printable.Of(to)}'{(call.Get(Far) is { } depth ? $" of at most {Quantity.Count(depth, "step", "steps")}" : "")}.");
            Explained(screen, answer.Explanation);
        });
    }

    private static async Task PathsAsync(Call call)
    {
        var paths = await call.Db.Graph.PathsAsync(call.Get(From), call.Get(To), new PathOptions
        {
            Via = call.Get(Via) ?? [],
            Direction = call.Get(Way) ?? Direction.Any,
            Depth = call.Get(Depth),
            At = AtOf(call),
            Weighted = call.Get(Weighted),
            AllShortest = call.Get(AllShortest),
            Count = call.Get(Count) ?? (call.Get(AllShortest) ? 100 : 3),
            Explain = call.Get(Explain),
        }, call.Token);
        call.Screen.Answer(paths, screen =>
        {
            StructuralView.Draw(paths, screen);
            Explained(screen, paths.Explanation);
        });
    }
}

/// <summary>The answer about a path, as over HTTP: none is no failure.</summary>
internal sealed record PathAnswer(GraphPath? Path);
