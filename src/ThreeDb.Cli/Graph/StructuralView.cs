namespace ThreeDb.Cli;

/// <summary>Draws answers about paths, reach, circles and orders.</summary>
internal static class StructuralView
{
    private const int MostPaths = 1_000;

    public static void Draw(Reach reach, Screen screen)
    {
        screen.Line(reach.Total == 0 ? "Nothing can be reached."
            : $"{(reach.Truncated ? "At least " : "")}{Quantity.Count(reach.Total, "entity", "entities")} can be reached.");
        if (reach.Total > 0)
        {
            var table = new Table(">STEPS", ">ENTITIES");
            for (var i = 0; i < reach.ByDepth.Count; i++)
            {
                table.Row(Quantity.Count(i + 1), Quantity.Count(reach.ByDepth[i]));
            }

            screen.Print(table);
        }

        if (reach.Items.Count > 0)
        {
            screen.Line();
            Draw(reach.Items, "", screen, withSteps: true);
            More(reach.Items.Count, reach.Total, screen, GraphOptions.More(reach.Items.Count, otherwise: "an answer lists no more: --types and --where choose fewer"));
        }
    }

    /// <param name="paths">The paths.</param>
    /// <param name="depth">How many steps they could have; null when as many as it takes.</param>
    /// <param name="screen">Where to.</param>
    public static void Draw(GraphPaths paths, int? depth, Screen screen)
    {
        if (paths.Paths.Count == 0)
        {
            screen.Note(GraphView.NoPath(depth));
            return;
        }

        var table = new Table(">STEPS", ">COST", "PATH");
        foreach (var path in paths.Paths)
        {
            table.Row(Quantity.Count(path.Length), path.Cost is { } cost ? AnalysisView.Number(cost) : "", Steps(path));
        }

        screen.Print(table);
        if (paths.Truncated)
        {
            screen.Note($"There may be more; {GraphOptions.More(paths.Paths.Count, "--count shows them", MostPaths)}.");
        }
    }

    public static void Draw(Losses losses, Screen screen)
    {
        screen.Line(losses.Total == 0 ? "Everything else could still be reached." : $"{Quantity.Count(losses.Total, "entity", "entities")} could no longer be reached.");
        if (losses.Items.Count > 0)
        {
            Draw(losses.Items, "", screen);
            More(losses.Items.Count, losses.Total, screen, GraphOptions.More(losses.Items.Count));
        }
    }

    public static void Draw(GraphCycles cycles, Screen screen)
    {
        screen.Line(!cycles.HasAny ? "There is no circle."
            : cycles.Cycles.Count == 0 ? "There are circles, but none of those asked for." : $"{Quantity.Count(cycles.Cycles.Count, "circle", "circles")}{(cycles.Truncated ? ", and maybe more" : "")}:");
        foreach (var cycle in cycles.Cycles)
        {
            screen.Line("  " + Printable.Of(string.Join(" → ", [.. cycle.Select(node => node.Id), cycle[0].Id])));
        }

        if (cycles.Truncated)
        {
            screen.Note($"There may be more; {GraphOptions.More(cycles.Cycles.Count, "--limit and --max-length show them", MostPaths, "an answer holds no more: --via and --through choose fewer")}.");
        }
    }

    public static void Draw(GraphOrder order, Screen screen)
    {
        if (order.Cycle is { } cycle)
        {
            var end = cycle.Count < order.Total ? "…" : cycle[0].Id;
            screen.Line("There is no order, because of a circle: " + Printable.Of(string.Join(" → ", [.. cycle.Select(node => node.Id), end])));
            More(cycle.Count, order.Total, screen, GraphOptions.More(cycle.Count));
            return;
        }

        Draw(order.Items, "There is nothing to order.", screen);
        More(order.Items.Count, order.Total, screen, GraphOptions.More(order.Items.Count, "--limit shows more, --all all of them", otherwise: "--all shows all of them"));
    }

    public static void Draw(CommonNeighbors common, Screen screen)
    {
        Draw(common.Items, "No common neighbours.", screen);
        if (common.Truncated)
        {
            screen.Note($"The {Quantity.Count(common.Items.Count)} most connected; {GraphOptions.More(common.Items.Count)}.");
        }
    }

    public static void Draw(IReadOnlyList<GraphNode> nodes, string none, Screen screen, bool withSteps = false)
    {
        if (nodes.Count == 0)
        {
            screen.Note(none);
            return;
        }

        var table = new Table("ID", "TYPE", ">STEPS", ">DEGREE", "ABOUT");
        foreach (var node in nodes)
        {
            table.Row(node.Id, node.Type, withSteps ? Quantity.Count(node.Depth) : "", Quantity.Count(node.Degree), node.Title);
        }

        screen.Print(table);
    }

    // Each step by the direction of its relation: a dependency must not read as its opposite.
    private static string Steps(GraphPath path) => path.Nodes[0].Id + string.Concat(path.Edges.Select((edge, i) =>
        edge.To == path.Nodes[i + 1].Id ? $" -{edge.Type}→ {path.Nodes[i + 1].Id}" : $" ←{edge.Type}- {path.Nodes[i + 1].Id}"));

    private static void More(int shown, long total, Screen screen, string how)
    {
        if (shown < total)
        {
            screen.Note($"{Quantity.Count(shown)} of {Quantity.Count(total)}; {how}.");
        }
    }
}
