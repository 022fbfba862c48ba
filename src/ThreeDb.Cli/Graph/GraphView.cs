namespace ThreeDb.Cli;

/// <summary>Draws answers about the graph.</summary>
internal static class GraphView
{
    private const int MostRelations = 20_000;

    public static void Draw(Neighbors neighbors, string id, Screen screen)
    {
        if (neighbors.Items.Count == 0)
        {
            screen.Note("No neighbours.");
            return;
        }

        var table = new Table("ID", "TYPE", ">DEGREE", "RELATIONS", "ABOUT");
        foreach (var (node, relations) in neighbors.Items)
        {
            var ways = relations.Select(relation => relation.From == id ? $"{relation.Type} →" : $"← {relation.Type}").Distinct();
            table.Row(node.Id, node.Type, Quantity.Count(node.Degree), string.Join(", ", ways), node.Title);
        }

        screen.Print(table);
        if (neighbors.Truncated)
        {
            screen.Note($"The {Quantity.Count(neighbors.Items.Count)} most connected; {GraphOptions.More(neighbors.Items.Count)}.");
        }
    }

    public static void Draw(Network network, Screen screen)
    {
        var table = new Table(">STEPS", "ID", "TYPE", ">DEGREE", "ABOUT");
        foreach (var node in network.Nodes)
        {
            table.Row(Quantity.Count(node.Depth), node.Id, node.Type, Quantity.Count(node.Degree), node.Title);
        }

        screen.Print(table);
        screen.Note($"{Quantity.Count(network.Nodes.Count, "entity", "entities")} and {Quantity.Count(network.Edges.Count, "relation", "relations")} among them"
            + (network.Truncated ? $"; there are more{CutOf(network)}." : "."));
    }

    /// <summary>Why a network does not hold everything, and what helps; begins with punctuation.</summary>
    public static string CutOf(Network network) => network.Nodes.Count >= GraphOptions.MostEntities ? ", and an answer holds no more: --all takes all of them"
        : network.Edges.Count >= MostRelations ? $" relations, and an answer holds no more than {Quantity.Count(MostRelations)}: --all takes all of them"
        : ": --limit shows them, --all all of them";

    /// <summary>A piece of a part of the graph as a line.</summary>
    public static string Line(GraphPiece piece) => piece switch
    {
        { Node: { } node } => $"{Printable.Of(node.Id)}\t{Printable.Of(node.Type)}\t{Printable.Of(node.Title ?? "")}",
        { Edge: { } edge } => $"{Printable.Of(edge.From)} -{Printable.Of(edge.Type)}→ {Printable.Of(edge.To)}",
        _ => "",
    };

    /// <param name="path">The path; null when there is none.</param>
    /// <param name="depth">How many steps it could have; null when as many as it takes.</param>
    /// <param name="screen">Where to.</param>
    public static void Draw(GraphPath? path, int? depth, Screen screen)
    {
        if (path is null)
        {
            screen.Note(NoPath(depth));
            return;
        }

        var table = new Table(">STEP", "ID", "TYPE", "BY", "ABOUT");
        for (var i = 0; i < path.Nodes.Count; i++)
        {
            var node = path.Nodes[i];
            table.Row(Quantity.Count(i), node.Id, node.Type, i == 0 ? "" : By(path.Edges[i - 1], node.Id), node.Title);
        }

        screen.Print(table);
        screen.Note(Quantity.Count(path.Length, "step", "steps") + ".");
    }

    public static void Draw(Impact impact, Screen screen)
    {
        screen.Line(impact.Total == 0 ? "Nothing depends on it."
            : $"{(impact.Truncated ? "At least " : "")}{Quantity.Count(impact.Total, "entity depends", "entities depend")} on it: "
                + string.Join(", ", impact.ByDepth.Take(10).Select((count, i) => $"{Quantity.Count(count)} at {Quantity.Count(i + 1, "step", "steps")}"))
                + (impact.ByDepth.Count > 10 ? ", …" : "") + ".");
        if (impact.Items.Count == 0)
        {
            return;
        }

        var table = new Table("ID", "TYPE", ">STEPS", ">DEPENDENTS", "ABOUT");
        foreach (var (node, dependents) in impact.Items)
        {
            table.Row(node.Id, node.Type, Quantity.Count(node.Depth), Quantity.Count(dependents), node.Title);
        }

        screen.Print(table);
        if (impact.Items.Count < impact.Total)
        {
            screen.Note($"The {Quantity.Count(impact.Items.Count)} that most depend on; {GraphOptions.More(impact.Items.Count)}.");
        }
    }

    /// <summary>There is none.</summary>
    public static string NoPath(int? depth) => depth is { } steps ? $"There is no path of at most {Quantity.Count(steps, "step", "steps")}." : "There is no path.";

    private static string By(GraphEdge edge, string reached) => edge.To == reached ? $"{edge.Type} →" : $"← {edge.Type}";
}
