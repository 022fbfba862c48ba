using System.Globalization;
using System.Text.Json;
using NJsonSchema;
using NJsonSchema.Validation;

namespace ThreeDb.Postgres;

/// <summary>A JSON Schema that data is checked against.</summary>
/// <remarks>
/// NJsonSchema enforces draft 4 with the additions below. A keyword that it would ignore is refused when the type is declared,
/// because a rule that is silently not enforced is worse than none.
/// </remarks>
internal sealed class DataSchema
{
    private static readonly HashSet<string> Enforced =
    [
        "$schema", "$id", "id", "$ref", "title", "description", "default", "examples", "format",
        "type", "enum", "properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties",
        "items", "additionalItems", "minItems", "maxItems", "uniqueItems",
        "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "allOf", "anyOf", "oneOf", "not", "definitions",
    ];

    // Members of these keywords are names that the user chose, not keywords.
    private static readonly HashSet<string> Named = ["properties", "patternProperties", "definitions"];
    private static readonly HashSet<string> Literal = ["default", "enum", "examples"];

    private readonly JsonSchema _schema;

    private DataSchema(JsonSchema schema) => _schema = schema;

    /// <summary>Reads a schema; faults are added with their place below <paramref name="pointer"/>.</summary>
    public static DataSchema? Read(JsonElement json, string pointer, List<FieldError> faults)
    {
        var before = faults.Count;
        CheckKeywords(json, pointer, faults);
        if (faults.Count > before)
        {
            return null;
        }

        try
        {
            // No network and no files: references outside the document were refused above.
            return new DataSchema(JsonSchema.FromJsonAsync(json.GetRawText()).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or Newtonsoft.Json.JsonException or NotSupportedException)
        {
            faults.Add(new FieldError(pointer, "The schema cannot be used: " + e.Message.Split('\n')[0].Trim()));
            return null;
        }
    }

    /// <summary>Checks data.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1014</c> with the place and the rule of every violation.</exception>
    public void Check(JsonElement data, string type)
    {
        var violations = _schema.Validate(data.GetRawText());
        if (violations.Count == 0)
        {
            return;
        }

        var errors = violations.SelectMany(violation => Flatten(violation, data)).Distinct().Take(100).ToList();
        throw new ThreeDbException(ErrorCodes.SchemaViolation,
            $"The data violates the schema of type '{type}' in {errors.Count} {(errors.Count == 1 ? "place" : "places")}: {errors[0].Pointer} {errors[0].Detail}",
            errors: errors);
    }

    private static IEnumerable<FieldError> Flatten(ValidationError error, JsonElement data)
    {
        if (error is ChildSchemaValidationError { Errors.Count: > 0 } child && error.Kind is ValidationErrorKind.NotAllOf or ValidationErrorKind.ArrayItemNotValid)
        {
            return ((ChildSchemaValidationError)error).Errors.Values.SelectMany(errors => errors).SelectMany(inner => Flatten(inner, data));
        }

        return [new FieldError(PointerOf(error, data), Describe(error))];
    }

    // NJsonSchema names a place as "#/address.city" or "#/items[0].sku"; the data itself tells names with dots apart.
    private static string PointerOf(ValidationError error, JsonElement data)
    {
        var rest = (error.Path ?? "#") is ['#', '/', .. var path] ? path : "";
        var pointer = "/data";
        JsonElement? here = data;
        while (rest.Length > 0)
        {
            if (rest[0] == '[' && rest.IndexOf(']', StringComparison.Ordinal) is var end and > 0
                && int.TryParse(rest.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                pointer += "/" + index.ToString(CultureInfo.InvariantCulture);
                here = here is { ValueKind: JsonValueKind.Array } array && index < array.GetArrayLength() ? array[index] : null;
                rest = rest[(end + 1)..].TrimStart('.');
                continue;
            }

            var name = NextName(rest, here);
            pointer += "/" + JsonPointer.Escape(name);
            here = here is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;
            rest = rest[name.Length..];
            rest = rest.StartsWith('.') ? rest[1..] : rest;
        }

        return pointer;
    }

    private static string NextName(string rest, JsonElement? here)
    {
        if (here is { ValueKind: JsonValueKind.Object } parent)
        {
            var name = parent.EnumerateObject().Select(member => member.Name)
                .Where(name => name.Length > 0 && rest.StartsWith(name, StringComparison.Ordinal) && (rest.Length == name.Length || rest[name.Length] is '.' or '['))
                .MaxBy(name => name.Length);
            if (name is not null)
            {
                return name;
            }
        }

        // A member that is required but missing: the last part of the path.
        return rest;
    }

    private static string Describe(ValidationError error)
    {
        var schema = error.Schema;
        return error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => "is required",
            ValidationErrorKind.NoAdditionalPropertiesAllowed => "is not allowed (additionalProperties)",
            ValidationErrorKind.NumberTooSmall => $"must be at least {schema.Minimum ?? schema.ExclusiveMinimum} (minimum)",
            ValidationErrorKind.NumberTooBig => $"must be at most {schema.Maximum ?? schema.ExclusiveMaximum} (maximum)",
            ValidationErrorKind.StringTooShort => $"must have at least {schema.MinLength} characters (minLength)",
            ValidationErrorKind.StringTooLong => $"must have at most {schema.MaxLength} characters (maxLength)",
            ValidationErrorKind.PatternMismatch => $"must match {schema.Pattern} (pattern)",
            ValidationErrorKind.NotInEnumeration => $"must be one of {string.Join(", ", schema.Enumeration.Take(20))} (enum)",
            ValidationErrorKind.TooManyItems => $"must have at most {schema.MaxItems} items (maxItems)",
            ValidationErrorKind.TooFewItems => $"must have at least {schema.MinItems} items (minItems)",
            ValidationErrorKind.ItemsNotUnique => "must not have equal items (uniqueItems)",
            _ when error.Kind.ToString().EndsWith("Expected", StringComparison.Ordinal) =>
                $"must be {Lower(error.Kind.ToString()[..^"Expected".Length])} (type or format)",
            _ => $"violates the schema ({error.Kind})",
        };
    }

    private static string Lower(string word) => word.ToLowerInvariant() switch
    {
        "integer" => "an integer",
        "object" => "an object",
        "array" => "an array",
        { } other => "a " + other,
    };

    private static void CheckKeywords(JsonElement schema, string pointer, List<FieldError> faults)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new FieldError(pointer, "A schema is an object."));
            return;
        }

        foreach (var member in schema.EnumerateObject())
        {
            var place = pointer + "/" + JsonPointer.Escape(member.Name);
            if (!Enforced.Contains(member.Name))
            {
                faults.Add(new FieldError(place, $"The keyword '{member.Name}' is not enforced by 3db{Nearest.Hint(member.Name, Enforced)}; remove it (keywords of JSON Schema draft 4 are)."));
            }
            else if (member.Name == "$ref" && (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString() is not ['#', ..]))
            {
                faults.Add(new FieldError(place, "A reference must point into the same schema, for example '#/definitions/address'."));
            }
            else if (Named.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var named in member.Value.EnumerateObject())
                {
                    CheckKeywords(named.Value, place + "/" + JsonPointer.Escape(named.Name), faults);
                }
            }
            else if (!Literal.Contains(member.Name))
            {
                CheckNested(member.Value, place, faults);
            }
        }
    }

    private static void CheckNested(JsonElement value, string pointer, List<FieldError> faults)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckKeywords(value, pointer, faults);
                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.Object)
                    {
                        CheckKeywords(item, $"{pointer}/{i}", faults);
                    }

                    i++;
                }

                break;
        }
    }
}
