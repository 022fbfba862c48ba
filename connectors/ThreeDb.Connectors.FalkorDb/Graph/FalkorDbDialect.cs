using System.Globalization;
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

    /// <summary>The hash of a row as it will be read back.</summary>
    public static ulong HashOf(GraphProperties properties)
    {
        var held = new KeyValuePair<string, GraphValue>[properties.Items.Length];
        for (var i = 0; i < held.Length; i++)
        {
            var (name, value) = properties.Items[i];
            held[i] = new(name, AsTold(value));
        }

        return RowHash.Of(properties.Label, held);
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
