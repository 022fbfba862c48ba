using System.Text.Json.Serialization;

namespace ThreeDb.Benchmarks;

/// <summary>One figure of 3db beside the same of a peer, taken in one run.</summary>
public sealed record BenchmarkResult
{
    /// <summary>What was measured.</summary>
    public required string Measure { get; init; }

    /// <summary>The unit of <see cref="Value"/> and <see cref="PeerValue"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>The figure of 3db: the median of the rounds.</summary>
    public required double Value { get; init; }

    /// <summary>What it is compared with; null when there is nothing to compare with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Peer { get; init; }

    /// <summary>The figure of the peer: the median of the rounds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? PeerValue { get; init; }

    /// <summary><see cref="Value"/> / <see cref="PeerValue"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Ratio { get; init; }

    /// <summary>The bound, on the ratio unless it names a unit, for example <c>&lt;= 4</c> or <c>&lt;= 300 MB</c>; null when none is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Target { get; init; }

    /// <summary>Whether the bound holds; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool? Met { get; init; }

    /// <summary>How many entities the database held.</summary>
    public required long Rows { get; init; }

    /// <summary>Where it was measured.</summary>
    public required string Machine { get; init; }

    /// <summary>The group of the figure, for people.</summary>
    [JsonIgnore]
    public string Suite { get; init; } = "";

    /// <summary>The smallest and the largest ratio of the rounds, for people; null when there was one round.</summary>
    [JsonIgnore]
    public (double Least, double Most)? Spread { get; init; }
}
