using System.Diagnostics;
using System.Globalization;

namespace ThreeDb.Projections.Graph;

/// <summary>What a property of a graph engine is.</summary>
public enum GraphValueKind
{
    /// <summary>No value: the property is absent.</summary>
    Absent,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A 64-bit integer.</summary>
    Long,

    /// <summary>A 64-bit float.</summary>
    Double,

    /// <summary>A text.</summary>
    String,

    /// <summary>Several values in order.</summary>
    Array,
}

/// <summary>A value of a property of a node or a relation in a graph engine.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct GraphValue : IEquatable<GraphValue>
{
    private readonly long _bits;
    private readonly object? _reference;

    private GraphValue(GraphValueKind kind, long bits, object? reference = null)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>What it is; the accessor of the same name gives it.</summary>
    public GraphValueKind Kind { get; }

    /// <summary>Whether it is true.</summary>
    public bool AsBool => _bits != 0;

    /// <summary>The integer.</summary>
    public long AsLong => _bits;

    /// <summary>The float.</summary>
    public double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The text.</summary>
    public string AsString => (string)_reference!;

    /// <summary>The elements.</summary>
    public IReadOnlyList<GraphValue> AsArray => (GraphValue[])_reference!;

    internal ReadOnlySpan<GraphValue> Elements => (GraphValue[])_reference!;

    /// <summary>A truth value.</summary>
    public static GraphValue Of(bool value) => new(GraphValueKind.Bool, value ? 1 : 0);

    /// <summary>An integer.</summary>
    public static GraphValue Of(long value) => new(GraphValueKind.Long, value);

    /// <summary>A float.</summary>
    public static GraphValue Of(double value) => new(GraphValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A text.</summary>
    public static GraphValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(GraphValueKind.String, 0, value);
    }

    /// <summary>An array, which is not copied.</summary>
    public static GraphValue Of(GraphValue[] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new(GraphValueKind.Array, 0, elements);
    }

    /// <summary>Whether both are the same; a float never equals an integer here (<see cref="RowHash"/> is where they meet).</summary>
    public bool Equals(GraphValue other) => Kind == other.Kind && Kind switch
    {
        GraphValueKind.String => AsString == other.AsString,
        GraphValueKind.Array => Elements.SequenceEqual(other.Elements),
        _ => _bits == other._bits,
    };

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is GraphValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => RowHash.OfValue(this).GetHashCode();

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(GraphValue a, GraphValue b) => a.Equals(b);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(GraphValue a, GraphValue b) => !a.Equals(b);

    /// <summary>For people: <c>true</c>, <c>12</c>, <c>1.5</c>, <c>"text"</c>, <c>[1, 2]</c>.</summary>
    public override string ToString() => Kind switch
    {
        GraphValueKind.Absent => "absent",
        GraphValueKind.Bool => AsBool ? "true" : "false",
        GraphValueKind.Long => AsLong.ToString(CultureInfo.InvariantCulture),
        GraphValueKind.Double => AsDouble.ToString("R", CultureInfo.InvariantCulture),
        GraphValueKind.String => $"\"{AsString}\"",
        _ => $"[{string.Join(", ", AsArray)}]",
    };
}
