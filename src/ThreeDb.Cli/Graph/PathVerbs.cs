using System.CommandLine;
using static ThreeDb.Cli.GraphOptions;

namespace ThreeDb.Cli;

/// <summary>Ways between two entities: <c>path</c>, <c>paths</c>, <c>reachable</c>.</summary>
internal static class PathVerbs
{
    private static readonly Option<int?> Depth = DepthOf(TraversalDefaults.PathDepth);
    private static readonly Option<int?> Far = new("--depth") { Description = "How many steps at most (default no limit)", HelpName = "N" };
    private static readonly Option<int?> SeveralDepth = new("--depth") { Description = $"How many steps at most (default {TraversalDefaults.PathDepth}; with --weighted no limit)", HelpName = "N" };
    private static readonly Option<bool> AllShortest = new("--all-shortest") { Description = "All paths of the fewest steps, and no others" };
    private static readonly Option<int?> Count = new("--count") { Description = "How many paths (default 3; with --all-shortest 100)", HelpName = "N" };

    public static IReadOnlyList<Command> Make() =>
    [
        new Command("path", "A shortest path between two entities") { From, To, Via, AnyWay, Depth, At, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(PathAsync),
        new Command("paths", "Several paths between two entities, best first: the next best ones, all shortest ones, the cheapest") { From, To, Via, AnyWay, SeveralDepth, At, Weighted, AllShortest, Count, Explain, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(PathsAsync),
        new Command("reachable", "Whether one comes from one entity to another along relations, and in how many steps") { From, To, Via, WayOut, Far, At, Explain }.Reads(ReachableAsync),
    ];

    private static async Task PathAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        var answer = await call.Db.Graph.ShortestPathAsync(call.Get(From), call.Get(To), WalkVerbs.Walk(call, Depth), call.Token);
        var depth = call.Get(Depth) ?? TraversalDefaults.PathDepth;
        if (file is not null)
        {
            await file.WriteAsync(call, new(answer.Path?.Nodes ?? [], answer.Path?.Edges ?? []) { None = GraphView.NoPath(depth), Answer = answer });
            return;
        }

        call.Screen.Answer(answer, screen =>
        {
            GraphView.Draw(answer.Path, depth, screen);
            Told(screen, answer);
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
            Told(screen, answer);
        });
    }

    private static async Task PathsAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        var depth = call.Get(SeveralDepth) ?? (call.Get(Weighted) ? null : TraversalDefaults.PathDepth);
        var paths = await call.Db.Graph.PathsAsync(call.Get(From), call.Get(To), new PathOptions
        {
            Via = NamesOf(call, Via),
            Direction = WayGiven(call) ?? Direction.Any,
            Depth = call.Get(SeveralDepth),
            At = AtOf(call),
            Weighted = call.Get(Weighted),
            AllShortest = call.Get(AllShortest),
            Count = call.Get(Count) ?? (call.Get(AllShortest) ? 100 : 3),
            Explain = call.Get(Explain),
        }, call.Token);
        if (file is not null)
        {
            // What several paths lead through is there once, with its steps in the first of them.
            await file.WriteAsync(call, new([.. paths.Paths.SelectMany(path => path.Nodes).DistinctBy(node => node.Id)], [.. paths.Paths.SelectMany(path => path.Edges).Distinct()])
            {
                Cut = paths.Truncated ? $"There may be more; {More(paths.Paths.Count, "--count takes them", 1_000)}." : null, None = GraphView.NoPath(depth), Answer = paths,
            });
            return;
        }

        call.Screen.Answer(paths, screen =>
        {
            StructuralView.Draw(paths, depth, screen);
            Told(screen, paths);
        });
    }
}
