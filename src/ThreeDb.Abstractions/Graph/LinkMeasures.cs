namespace ThreeDb;

/// <summary>What speaks for a relation between two nodes that have none (Liben-Nowell and Kleinberg 2007).</summary>
public enum LinkMeasure
{
    /// <summary>The number of nodes in between.</summary>
    CommonNeighbors,

    /// <summary>The nodes in between, each 1 / ln(its number of neighbours).</summary>
    AdamicAdar,

    /// <summary>The nodes in between, each 1 / its number of neighbours (Zhou, Lü and Zhang 2009).</summary>
    ResourceAllocation,

    /// <summary>The product of the two nodes' numbers of neighbours; needs none in between.</summary>
    PreferentialAttachment,
}

/// <summary>How alike two nodes with shared neighbours are.</summary>
public enum SimilarityMeasure
{
    /// <summary>Shared neighbours over all that either has.</summary>
    Jaccard,

    /// <summary>Shared neighbours over those that the one with fewer has.</summary>
    Overlap,

    /// <summary>Shared neighbours, each 1 / ln(the number of nodes that share it): rare ones say more (Adamic and Adar 2003).</summary>
    AdamicAdar,
}
