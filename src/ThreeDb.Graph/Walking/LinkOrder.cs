namespace ThreeDb.Graphs;

/// <summary>Orders relations as the table of relations is ordered: by source, name of the type, target, key; texts by their bytes in UTF-8.</summary>
internal sealed class LinkOrder(GraphView view) : IComparer<GraphLink>
{
    public int Compare(GraphLink x, GraphLink y)
    {
        if (x.Source != y.Source)
        {
            return x.Source.CompareTo(y.Source);
        }

        if (x.Type != y.Type)
        {
            return Compare(view.Names.RelationTypes[x.Type], view.Names.RelationTypes[y.Type]);
        }

        if (x.Target != y.Target)
        {
            return x.Target.CompareTo(y.Target);
        }

        return x.Detail == y.Detail ? 0 : Compare(x.KeyIn(view), y.KeyIn(view));
    }

    private static int Compare(string x, string y)
    {
        var same = x.AsSpan().CommonPrefixLength(y);
        return same == x.Length || same == y.Length ? x.Length - y.Length : Rank(x[same]) - Rank(y[same]);
    }

    // What takes two characters in UTF-16 comes last in UTF-8.
    private static int Rank(char character) => char.IsSurrogate(character) ? character + 0x1_0000 : character;
}
