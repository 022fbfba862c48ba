using System.Runtime.InteropServices;

namespace ThreeDb.Projections.Graph;

/// <summary>A 64-bit hash of all that an engine holds of a row: the same for the row as it ought to be and as it was read back.</summary>
/// <remarks>
/// <para>Stable over processes and versions of the runtime, not keyed, not for security. Strings are hashed in 16-bit units, little-endian, by
/// multiplying and folding (the construction of wyhash by Wang Yi, github.com/wangyi-fudan/wyhash, public domain). Properties are added
/// up, so that their order does not matter; the elements of an array are in order.</para>
/// <para>Numbers that are equal have one hash, because engines and the JSON between do not all keep floats and integers apart: a float that is whole
/// and lies within ±2^63 counts as that integer, so 1.0 is 1, and -0.0 is 0. Every NaN is one value, equal to no number.
/// A property that is absent adds nothing. A text never equals a number, nor an array of one element that element.</para>
/// </remarks>
public static class RowHash
{
    // Below this, every whole double is an exact long.
    private const double Whole = 9_223_372_036_854_775_808.0;

    /// <summary>The hash of a row.</summary>
    /// <param name="label">The label of a node beside that of all nodes; the type of a relation.</param>
    /// <param name="properties">All its properties, names distinct, in any order.</param>
    public static ulong Of(string label, ReadOnlySpan<KeyValuePair<string, GraphValue>> properties)
    {
        ArgumentNullException.ThrowIfNull(label);
        var sum = OfText(label);
        foreach (var (name, value) in properties)
        {
            sum += OfProperty(name, value);
        }

        return Mixed(sum, 1);
    }

    /// <summary>The hash of one property: those of a row add up.</summary>
    internal static ulong OfProperty(string name, in GraphValue value) =>
        value.Kind == GraphValueKind.Absent ? 0 : Mixed(OfText(name), OfValue(value));

    internal static ulong OfValue(in GraphValue value) => value.Kind switch
    {
        GraphValueKind.Bool => Mixed(2, value.AsBool ? 1UL : 0UL),
        GraphValueKind.Long => Mixed(3, (ulong)value.AsLong),
        GraphValueKind.Double => OfDouble(value.AsDouble),
        GraphValueKind.String => Mixed(5, OfText(value.AsString)),
        GraphValueKind.Array => OfArray(value.Elements),
        _ => 0,
    };

    private static ulong OfDouble(double value)
    {
        if (double.IsNaN(value))
        {
            return Mixed(4, (ulong)BitConverter.DoubleToInt64Bits(double.NaN));
        }

        return value >= -Whole && value < Whole && Math.Floor(value) == value
            ? Mixed(3, (ulong)(long)value)
            : Mixed(4, (ulong)BitConverter.DoubleToInt64Bits(value));
    }

    private static ulong OfArray(ReadOnlySpan<GraphValue> elements)
    {
        var hash = Mixed(6, (ulong)elements.Length);
        foreach (var element in elements)
        {
            hash = Mixed(hash, OfValue(element));
        }

        return hash;
    }

    private static ulong OfText(string text) => NameHash.Of(MemoryMarshal.AsBytes(text.AsSpan()));

    private static ulong Mixed(ulong a, ulong b) => Math.BigMul(a ^ 0xA076_1D64_78BD_642F, b ^ 0xE703_7ED1_A0B4_28DB, out var low) ^ low;
}
