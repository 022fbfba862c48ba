using System.Globalization;
using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

/// <summary>A real network of friends: 4,039 nodes, 88,234 relations (SNAP). Friendship goes both ways; each stands once.</summary>
public static class EgoFacebook
{
    public static Subgraph Load()
    {
        var relations = File.ReadLines(TestData.Path("graphs", "ego-facebook.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => Array.ConvertAll(line.Split(' '), text => int.Parse(text, CultureInfo.InvariantCulture)))
            .Select(pair => (pair[0], pair[1]))
            .ToArray();
        return GraphShapes.Of(1 + relations.Max(r => Math.Max(r.Item1, r.Item2)), relations);
    }
}
