namespace ThreeDb.Graphs;

/// <summary>A format of files that other tools open.</summary>
public enum GraphFileFormat
{
    /// <summary>GraphML: Gephi, igraph, NetworkX, yEd.</summary>
    GraphMl,

    /// <summary>GEXF 1.3: Gephi.</summary>
    Gexf,

    /// <summary>DOT: Graphviz.</summary>
    Dot,
}
