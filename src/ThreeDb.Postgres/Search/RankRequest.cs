namespace ThreeDb.Postgres;

/// <summary>What is to be found and how it is ranked. The planner has checked it.</summary>
public sealed record RankRequest
{
    /// <summary>Only this type.</summary>
    public string? Type { get; init; }

    /// <summary>Only this project.</summary>
    public string? Project { get; init; }

    /// <summary>Only what the filter matches.</summary>
    public Filter? Where { get; init; }

    /// <summary>The text leg.</summary>
    public TextLeg? Text { get; init; }

    /// <summary>The near leg: the vector, normalised.</summary>
    public float[]? Near { get; init; }

    /// <summary>How much the near leg counts.</summary>
    public double NearWeight { get; init; } = 1;

    /// <summary>An entity that is no hit: the one that others are to be near to.</summary>
    public string? Except { get; init; }

    /// <summary>The graph leg.</summary>
    public GraphLeg? Graph { get; init; }

    /// <summary>What the graph leg found in memory; null when SQL has to walk.</summary>
    public WalkedGraph? Walked { get; init; }

    /// <summary>Whether the best of one index are taken as they are: the only leg has no filter beside it.</summary>
    public bool TopOfIndex { get; init; }

    /// <summary>Whether the text leg restricts.</summary>
    public bool TextMust { get; init; }

    /// <summary>Whether the near leg restricts.</summary>
    public bool NearMust { get; init; }

    /// <summary>Whether the graph leg restricts.</summary>
    public bool GraphMust { get; init; }

    /// <summary>How many of the nearest a near leg that does not restrict proposes.</summary>
    public int NearCandidates { get; init; }

    /// <summary>Saved scores that lift hits, with their weights.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Boost { get; init; } = [];

    /// <summary>Members of the data to return.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>The number of hits.</summary>
    public required int Limit { get; init; }
}
