using System.Globalization;
using ThreeDb.Changes;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>What FalkorDB can hold, and what it tells of it.</summary>
internal static class FalkorDbDialect
{
    public static GraphDialect Instance { get; } = new()
    {
        Engine = "FalkorDB",
        ForbiddenInNames = "`",
        MaxTextBytes = 16 << 20,
        MaxNameBytes = 4096,

        // Names are shared by the whole graph, which has room for 65,535 (KnownNames).
        MaxProperties = 2_000,
        HoldsMixedArrays = true,

        // It could hold them, but not read such literals in queries without trouble; JSON text is the same in every engine.
        HoldsNestedArrays = false,
    };

    /// <summary>The hash of an entity as it will be read back.</summary>
    public static ulong HashOf(GraphProperties properties) => RowHash.Of(properties.Label, AsTold(properties));

    /// <summary>The hash of a relation as it will be read back.</summary>
    public static ulong HashOf(RowKey key, GraphProperties properties) => HashOf(key, AsTold(properties));

    /// <summary>The hash of a relation that was read back: its ends count, too, so that one in the wrong place never makes up for one that is missing.</summary>
    public static ulong HashOf(RowKey key, ReadOnlySpan<KeyValuePair<string, GraphValue>> properties) =>
        RowHash.Of(key.Type!, [new("\0from", GraphValue.Of(key.Seq)), new("\0to", GraphValue.Of(key.Target)), .. properties]);

    private static KeyValuePair<string, GraphValue>[] AsTold(GraphProperties properties)
    {
        var told = new KeyValuePair<string, GraphValue>[properties.Items.Length];
        for (var i = 0; i < told.Length; i++)
        {
            var (name, value) = properties.Items[i];
            told[i] = new(name, AsTold(value));
        }

        return told;
    }

    /// <summary>A value as the engine tells it: it holds floats in full but answers with 15 digits (<c>%.15g</c>).</summary>
    public static GraphValue AsTold(in GraphValue value) => value.Kind switch
    {
        GraphValueKind.Double => GraphValue.Of(FifteenDigits(value.AsDouble)),
        GraphValueKind.Array => GraphValue.Of([.. value.AsArray.Select(element => AsTold(element))]),
        _ => value,
    };

    internal static double FifteenDigits(double value)
    {
        // .NET rounds the exact value half away from zero, C half to even. Only an exact tie tells them apart, and it ends after few digits.
        var exact = value.ToString("E40", CultureInfo.InvariantCulture);
        var digits = exact.AsSpan(exact[0] == '-' ? 1 : 0);
        var isTie = digits[16] == '5' && digits[17..42].IndexOfAnyExcept('0') < 0;
        var text = isTie && (digits[15] - '0') % 2 == 0
            ? string.Concat(exact.AsSpan(0, exact.Length - digits.Length + 16), exact.AsSpan(exact.IndexOf('E', StringComparison.Ordinal)))
            : value.ToString("E14", CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture);
    }
}
