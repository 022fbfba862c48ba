namespace ThreeDb.Postgres;

/// <summary>Leads references to their places, and refuses those that lead nowhere or back to themselves.</summary>
internal static class SchemaReferences
{
    /// <summary>How many schemas may stand on each other for one and the same value.</summary>
    private const int MaxChain = 100;

    /// <summary>The pointer of a reference such as <c>#/definitions/a%20b</c>; null when it is none into the same document.</summary>
    public static string? Target(string reference)
    {
        if (reference is not (['#'] or ['#', '/', ..]))
        {
            return null;
        }

        try
        {
            return string.Concat(JsonPointer.Parse(Uri.UnescapeDataString(reference[1..])).Select(token => "/" + JsonPointer.Escape(token)));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static void Resolve(Dictionary<string, SchemaNode> nodes, List<ReferenceRule> references, SchemaFaults faults)
    {
        foreach (var reference in references)
        {
            reference.Target = nodes.GetValueOrDefault(reference.TargetPlace);
            if (reference.Target is null)
            {
                faults.Add(reference.Place, $"There is no schema at '#{reference.TargetPlace}'.");
            }
        }

        var depths = new Dictionary<SchemaNode, int>();
        foreach (var node in nodes.Values)
        {
            if (!depths.ContainsKey(node))
            {
                Walk(node, depths, faults);
            }
        }
    }

    // Depth first, with a stack of its own: a definition may hold a hundred thousand references in a row. A depth of 0 is a schema under way.
    private static void Walk(SchemaNode start, Dictionary<SchemaNode, int> depths, SchemaFaults faults)
    {
        var path = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)>();
        Push(start);
        while (path.TryPeek(out var top))
        {
            if (top.Next.MoveNext())
            {
                if (!depths.TryGetValue(top.Next.Current, out var depth))
                {
                    Push(top.Next.Current);
                }
                else if (depth == 0)
                {
                    faults.Add(PlaceOf(top.Node), "The reference leads back to itself without a step into the data, so it can never be decided.");
                }

                continue;
            }

            path.Pop();
            var deepest = 1 + top.Node.Rules.SelectMany(rule => rule.SameValue).Select(below => depths[below]).DefaultIfEmpty().Max();
            depths[top.Node] = deepest;
            if (deepest == MaxChain + 1)
            {
                faults.Add(top.Node.Place, $"More than {MaxChain} schemas stand on each other here, by references and combinations.");
            }
        }

        void Push(SchemaNode node)
        {
            depths[node] = 0;
            path.Push((node, node.Rules.SelectMany(rule => rule.SameValue).GetEnumerator()));
        }
    }

    private static string PlaceOf(SchemaNode node) => node.Rules.OfType<ReferenceRule>().FirstOrDefault()?.Place ?? node.Place;
}
