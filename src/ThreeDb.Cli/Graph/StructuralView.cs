namespace ThreeDb.Cli;

/// <summary>Draws answers about paths, reach, circles and orders.</summary>
internal static class StructuralView
{
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
            More(reach.Items.Count, reach.Total, screen);
        }
    }

    public static void Draw(GraphPaths paths, Screen screen)
    {
        if (paths.Paths.Count == 0)
        {
            screen.Note("There is no path within this depth.");
            return;
        }

        var table = new Table(">STEPS", ">COST", "PATH");
        foreach (var path in paths.Paths)
        {
            table.Row(Quantity.Count(path.Length), path.Cost is { } cost ? AnalysisView.Number(cost) : "", string.Join(" → ", path.Nodes.Select(node => node.Id)));
        }

        screen.Print(table);
        if (paths.Truncated)
        {
            screen.Note("There may be more: --count shows them.");
        }
    }

    public static void Draw(Losses losses, Screen screen)
    {
        screen.Line(losses.Total == 0 ? "Everything else could still be reached." : $"{Quantity.Count(losses.Total, "entity", "entities")} could no longer be reached.");
        if (losses.Items.Count > 0)
        {
            Draw(losses.Items, "", screen);
            More(losses.Items.Count, losses.Total, screen);
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
            screen.Note("--limit and --max-length show more.");
        }
    }

    public static void Draw(GraphOrder order, Screen screen)
    {
        if (order.Cycle is { } cycle)
        {
            screen.Line("There is no order, because of a circle: " + Printable.Of(string.Join(" → ", [.. cycle.Select(node => node.Id), cycle[0].Id])));
            return;
        }

        Draw(order.Items, "There is nothing to order.", screen);
        More(order.Items.Count, order.Total, screen);
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

    private static void More(int shown, long total, Screen screen)
    {
        if (shown < total)
        {
            screen.Note($"{Quantity.Count(shown)} of {Quantity.Count(total)}; --limit shows more.");
        }
    }
}
