using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>One question over all models: <see cref="Where"/> restricts; the legs <see cref="Text"/>, <see cref="Near"/> and <see cref="Graph"/> find and rank.</summary>
[JsonConverter(typeof(QueryJson))]
public sealed record Query
{
    /// <summary>The largest number of hits.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The largest number of boosts.</summary>
    public const int MaxBoosts = 8;

    /// <summary>Only entities of this type; all types when null.</summary>
    public string? From { get; init; }

    /// <summary>Only entities of this project; all when null.</summary>
    public string? Project { get; init; }

    /// <summary>Only entities that the filter matches.</summary>
    public Filter? Where { get; init; }

    /// <summary>Finds by words.</summary>
    public TextLeg? Text { get; init; }

    /// <summary>Finds by meaning.</summary>
    public NearLeg? Near { get; init; }

    /// <summary>Finds by distance in the graph.</summary>
    public GraphLeg? Graph { get; init; }

    /// <summary>Saved scores that lift hits, by name, each with its weight: above 0, at most 1,000; at most <see cref="MaxBoosts"/>.</summary>
    /// <remarks>
    /// Each adds its weight times the score, normalised over the candidates: 0 for the smallest that one of them has, 1 for the largest; 1 when all are the same, 0 for an
    /// entity without. With a boost the legs are normalised even when there is only one, and without a leg a hit has the sum of its boosts.
    /// </remarks>
    public IReadOnlyDictionary<string, double> Boost { get; init; } = new Dictionary<string, double>();

    /// <summary>Members of the data to return, as field paths; everything when none is named. <c>$score.NAME</c> adds a saved score to <see cref="Entity.Scores"/>.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>The number of hits: 1 to 1,000; default 10.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Whether the result says how it was found.</summary>
    public bool Explain { get; init; }

    /// <summary>What the answer must have seen; null for nothing. A query waits for it up to 2 s; <see cref="IThreeDb.AtLeast"/> lets it wait longer.</summary>
    public Position? AtLeast { get; init; }
}

/// <summary>Whether a leg restricts the result or only ranks it.</summary>
public enum LegMode
{
    /// <summary>What the leg does not find may still be a hit by another leg.</summary>
    Should,

    /// <summary>Only what the leg finds can be a hit.</summary>
    Must,
}

/// <summary>What all legs have.</summary>
public abstract record Leg
{
    private protected Leg()
    {
    }

    /// <summary>Whether the leg restricts; default <see cref="LegMode.Should"/>. A leg that is alone always restricts.</summary>
    public LegMode Mode { get; init; }

    /// <summary>How much the leg counts in the score, relative to the others: above 0, at most 1,000; default 1.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>Finds by words: stemmed by the language of the type, <c>"quoted phrases"</c>, <c>or</c>, <c>-not</c>.</summary>
public sealed record TextLeg : Leg
{
    /// <summary>The words.</summary>
    public required string Query { get; init; }

    /// <summary>Whether hits carry an excerpt with the words found in <c>**</c>.</summary>
    public bool Highlight { get; init; }
}

/// <summary>Finds by meaning: exactly one of <see cref="Text"/>, <see cref="Entity"/>, <see cref="Vector"/>.</summary>
public sealed record NearLeg : Leg
{
    /// <summary>Near to this text.</summary>
    public string? Text { get; init; }

    /// <summary>Near to the entity of this id, which is not itself a hit.</summary>
    public string? Entity { get; init; }

    /// <summary>Near to this vector, of the dimension of the embedding model.</summary>
    public IReadOnlyList<float>? Vector { get; init; }
}

/// <summary>Finds by distance in the graph: nearer entities rank higher.</summary>
public sealed record GraphLeg : Leg
{
    /// <summary>The id of the entity to start from.</summary>
    public required string From { get; init; }

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Which way to follow them; default both.</summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>The smallest number of steps; 0 includes the start.</summary>
    public int MinDepth { get; init; } = 1;

    /// <summary>The largest number of steps, at most 10; default 2.</summary>
    public int MaxDepth { get; init; } = 2;
}
