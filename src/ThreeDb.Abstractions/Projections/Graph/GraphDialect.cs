using System.Text;

namespace ThreeDb.Projections.Graph;

/// <summary>What a graph engine can hold. What it cannot is rejected with a reason, or written in another form by <see cref="GraphProperties"/>.</summary>
public sealed record GraphDialect
{
    /// <summary>The engine, as reasons name it: <c>FalkorDB</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The property by which the engine finds a node; named in the documentation of the connector.</summary>
    public string KeyProperty { get; init; } = "_seq";

    /// <summary>Whether text may hold U+0000.</summary>
    public bool HoldsNul { get; init; }

    /// <summary>The largest number of UTF-8 bytes of one text.</summary>
    public int MaxTextBytes { get; init; } = int.MaxValue;

    /// <summary>The largest number of UTF-8 bytes of the name of a property, a label or a relation type.</summary>
    public int MaxNameBytes { get; init; } = 16_384;

    /// <summary>Characters that no name may hold; U+0000 never may.</summary>
    public string ForbiddenInNames { get; init; } = "";

    /// <summary>The largest number of properties of a row, 3db's own included.</summary>
    public int MaxProperties { get; init; } = int.MaxValue;

    /// <summary>The integer of the largest magnitude.</summary>
    public long LargestInteger { get; init; } = long.MaxValue;

    /// <summary>Whether an array may be empty; otherwise it is written as the text <c>[]</c>.</summary>
    public bool HoldsEmptyArrays { get; init; } = true;

    /// <summary>Whether the elements of an array may be of several kinds; otherwise the array is written as JSON text.</summary>
    public bool HoldsMixedArrays { get; init; }

    /// <summary>Whether arrays may hold arrays; otherwise the outer one is written as JSON text.</summary>
    public bool HoldsNestedArrays { get; init; }

    /// <summary>What is wrong with the name of a property, a label or a relation type, as a sentence; null when nothing is.</summary>
    /// <param name="what">What it names: <c>property</c>, <c>label</c>.</param>
    /// <param name="name">The name.</param>
    public string? NameFault(string what, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
        {
            return $"{Engine} has no {what} with an empty name.";
        }

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return $"The name of a {what} holds U+0000, which {Engine} cannot hold.";
        }

        if (ForbiddenInNames.Length > 0 && name.AsSpan().IndexOfAny(ForbiddenInNames) is >= 0 and var at)
        {
            return $"The name of the {what} '{Short(name)}' holds '{name[at]}', which {Engine} cannot hold.";
        }

        if (TextFormFault(name) is { } fault)
        {
            return $"The name of a {what} {fault}.";
        }

        return name.Length > MaxNameBytes / 3 && Encoding.UTF8.GetByteCount(name) is var bytes && bytes > MaxNameBytes
            ? $"The name of the {what} '{Short(name)}' has {bytes:N0} bytes; {Engine} holds at most {MaxNameBytes:N0}."
            : null;
    }

    /// <summary>What is wrong with a value, as a sentence; null when nothing is.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="value">The value.</param>
    public string? ValueFault(string name, in GraphValue value) => value.Kind switch
    {
        GraphValueKind.String => TextFault(name, value.AsString),
        GraphValueKind.Long when value.AsLong > LargestInteger || value.AsLong < -LargestInteger - (LargestInteger == long.MaxValue ? 1 : 0) =>
            $"The property '{Short(name)}' is {value.AsLong}; the largest integer that {Engine} holds is {LargestInteger}.",
        GraphValueKind.Double when !double.IsFinite(value.AsDouble) => $"The property '{Short(name)}' is not a finite number.",
        GraphValueKind.Array => ElementFault(name, value),
        _ => null,
    };

    private string? ElementFault(string name, in GraphValue value)
    {
        foreach (ref readonly var element in value.Elements)
        {
            if (ValueFault(name, element) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? TextFault(string name, string text)
    {
        if (!HoldsNul && text.Contains('\0', StringComparison.Ordinal))
        {
            return $"The property '{Short(name)}' holds U+0000, which {Engine} cannot hold.";
        }

        if (TextFormFault(text) is { } fault)
        {
            return $"The property '{Short(name)}' {fault}.";
        }

        return text.Length > MaxTextBytes / 3 && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > MaxTextBytes
            ? $"The property '{Short(name)}' has {bytes:N0} bytes; {Engine} holds at most {MaxTextBytes:N0}."
            : null;
    }

    private static string? TextFormFault(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\ud800', '\udfff') is >= 0 and var at)
        {
            if (at + 1 == rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
            {
                return "holds a surrogate without its partner";
            }

            rest = rest[(at + 2)..];
        }

        return null;
    }

    internal static string Short(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
