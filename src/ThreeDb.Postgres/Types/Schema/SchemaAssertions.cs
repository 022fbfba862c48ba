using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Reads the keywords that say something about a value as a whole.</summary>
internal sealed class SchemaAssertions(SchemaFaults faults)
{
    private const int Quoted = 20;

    private static readonly string[] Types = ["array", "boolean", "integer", "null", "number", "object", "string"];

    /// <summary>Whether <see cref="Read"/> reads a keyword.</summary>
    public static IReadOnlyList<string> Keywords { get; } =
    [
        "type", "enum", "const", "format", "pattern", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
        "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    ];

    /// <summary>Reads one keyword.</summary>
    /// <param name="keyword">One of <see cref="Keywords"/>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="schema">The schema around it.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The rule; null when there is a fault, or nothing to check.</returns>
    public SchemaRule? Read(string keyword, JsonElement value, JsonElement schema, string place) => keyword switch
    {
        "type" => Type(value, place),
        "enum" => Enumeration(value, place),
        "const" => OneOf([value], $"must be {Quote(value)} (const)"),
        "format" => Format(value, place),
        "pattern" => Pattern(value, place) is { } pattern
            ? new AssertionRule($"must match {pattern.Text} (pattern)", (data, run) => data.ValueKind != JsonValueKind.String || run.Matches(pattern, data.GetString()!))
            : null,
        "multipleOf" => MultipleOf(value, place),
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => Bound(keyword, value, schema, place),
        "uniqueItems" => Unique(value, place),
        _ => Count(keyword, value, place),
    };

    /// <summary>Reads a regular expression; null when there is a fault.</summary>
    public SchemaPattern? Pattern(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            faults.Add(place, "A pattern is a string.");
            return null;
        }

        var (pattern, fault) = SchemaPattern.Read(value.GetString()!);
        if (fault is not null)
        {
            faults.Add(place, fault);
        }

        return pattern;
    }

    private AssertionRule? Type(JsonElement value, string place)
    {
        var names = (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value])
            .Select(name => name.ValueKind == JsonValueKind.String ? name.GetString()! : null).ToList();
        if (names.Count == 0 || names.Any(name => name is null || !Types.Contains(name)))
        {
            var wrong = names.Find(name => name is not null && !Types.Contains(name));
            faults.Add(place, $"A type is one of {string.Join(", ", Types)}, or several of them in an array{(wrong is null ? "" : $"; '{wrong}' is none{Nearest.Hint(wrong, Types)}")}.");
            return null;
        }

        var words = names.Select(name => name switch { "null" => "null", "array" or "integer" or "object" => "an " + name, _ => "a " + name }).ToList();
        return new AssertionRule($"must be {string.Join(" or ", words)} (type)", (data, _) => names.Exists(name => Is(data, name!)));
    }

    private static bool Is(JsonElement data, string type) => type switch
    {
        "array" => data.ValueKind == JsonValueKind.Array,
        "boolean" => data.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => data.ValueKind == JsonValueKind.Number && ExactNumber.Of(data).IsInteger,
        "null" => data.ValueKind == JsonValueKind.Null,
        "number" => data.ValueKind == JsonValueKind.Number,
        "object" => data.ValueKind == JsonValueKind.Object,
        _ => data.ValueKind == JsonValueKind.String,
    };

    private AssertionRule? Enumeration(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            faults.Add(place, "'enum' is an array with one value at least.");
            return null;
        }

        var more = value.GetArrayLength() - Quoted;
        return OneOf([.. value.EnumerateArray()],
            $"must be one of {string.Join(", ", value.EnumerateArray().Take(Quoted).Select(Quote))}{(more > 0 ? string.Create(CultureInfo.InvariantCulture, $" … and {more:N0} more") : "")} (enum)");
    }

    private static AssertionRule OneOf(IReadOnlyList<JsonElement> values, string detail)
    {
        var set = values.ToHashSet(JsonEquality.Instance);
        return new AssertionRule(detail, (data, run) =>
        {
            run.Spend(SchemaRun.Size(data) / 16);
            return set.Contains(data);
        });
    }

    private static string Quote(JsonElement value) => value.GetRawText() is { Length: > 100 } text ? string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[99]) ? 99 : 100), "…") : value.GetRawText();

    private AssertionRule? Format(JsonElement value, string place)
    {
        var name = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        var format = SchemaFormats.Find(name);
        if (format is null)
        {
            faults.Add(place, $"The format '{name}' is not enforced by 3db{Nearest.Hint(name, SchemaFormats.Names)}; remove it, or use one of {string.Join(", ", SchemaFormats.Names)}.");
        }

        return format;
    }

    private ExactNumber? Number(string keyword, JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return ExactNumber.Of(value);
        }

        faults.Add(place, $"'{keyword}' is a number.");
        return null;
    }

    private AssertionRule? MultipleOf(JsonElement value, string place)
    {
        if (Number("multipleOf", value, place) is not { } divisor)
        {
            return null;
        }

        if (divisor.Digits.Sign <= 0)
        {
            faults.Add(place, "'multipleOf' is a number greater than 0.");
            return null;
        }

        return new AssertionRule($"must be a multiple of {value.GetRawText()} (multipleOf)",
            (data, _) => data.ValueKind != JsonValueKind.Number || ExactNumber.Of(data).IsMultipleOf(divisor));
    }

    private AssertionRule? Bound(string keyword, JsonElement value, JsonElement schema, string place)
    {
        var (lower, inclusive) = (keyword.EndsWith("inimum", StringComparison.Ordinal), keyword.StartsWith('m'));
        if (!inclusive && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            // As in draft 4: it says how the bound beside it is meant.
            var beside = lower ? "minimum" : "maximum";
            if (!schema.TryGetProperty(beside, out _))
            {
                faults.Add(place, $"As true or false, '{keyword}' needs '{beside}' beside it; or give the bound itself, a number.");
            }

            return null;
        }

        if (Number(keyword, value, place) is not { } bound)
        {
            return null;
        }

        if (inclusive && schema.TryGetProperty(lower ? "exclusiveMinimum" : "exclusiveMaximum", out var exclusive) && exclusive.ValueKind == JsonValueKind.True)
        {
            (inclusive, keyword) = (false, lower ? "exclusiveMinimum" : "exclusiveMaximum");
        }

        var side = lower ? 1 : -1;
        var words = (lower, inclusive) switch { (true, true) => "at least", (true, false) => "greater than", (false, true) => "at most", _ => "less than" };
        return new AssertionRule($"must be {words} {value.GetRawText()} ({keyword})",
            (data, _) => data.ValueKind != JsonValueKind.Number || (ExactNumber.Of(data).CompareTo(bound) * side) is var order && (order > 0 || (inclusive && order == 0)));
    }

    private AssertionRule? Unique(JsonElement value, string place)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            faults.Add(place, "'uniqueItems' is true or false.");
        }

        return value.ValueKind != JsonValueKind.True ? null : new AssertionRule("must not have equal items (uniqueItems)", (data, run) =>
        {
            run.Spend(SchemaRun.Size(data) / 8);
            var seen = new HashSet<JsonElement>(JsonEquality.Instance);
            return data.ValueKind != JsonValueKind.Array || data.EnumerateArray().All(seen.Add);
        });
    }

    private AssertionRule? Count(string keyword, JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Number || ExactNumber.Of(value) is not { IsInteger: true, Digits.Sign: >= 0 } number)
        {
            faults.Add(place, $"'{keyword}' is a whole number, 0 or more.");
            return null;
        }

        // No count exceeds this; a limit beyond it is none.
        var limit = number.CompareTo(new ExactNumber(int.MaxValue, 0)) > 0 ? int.MaxValue : value.TryGetInt32(out var plain) ? plain : (int)(number.Digits * BigInteger.Pow(10, number.Exponent));
        var (most, what) = (keyword.StartsWith("max", StringComparison.Ordinal), keyword[3..]);
        var (unit, units) = what switch { "Length" => ("character", "characters"), "Items" => ("item", "items"), _ => ("member", "members") };
        return new AssertionRule(string.Create(CultureInfo.InvariantCulture, $"must have at {(most ? "most" : "least")} {limit} {(limit == 1 ? unit : units)} ({keyword})"), (data, run) =>
        {
            run.Spend(what == "Items" ? 0 : SchemaRun.Size(data) / 64);
            return CountOf(data, what) is not { } count || (most ? count <= limit : count >= limit);
        });
    }

    // Characters are code points: an emoji is one.
    private static int? CountOf(JsonElement data, string what) => (data.ValueKind, what) switch
    {
        (JsonValueKind.String, "Length") => data.GetString() is var text && text!.Length is var units ? units - text.Count(char.IsLowSurrogate) : null,
        (JsonValueKind.Array, "Items") => data.GetArrayLength(),
        (JsonValueKind.Object, "Properties") => data.GetPropertyCount(),
        _ => null,
    };
}
