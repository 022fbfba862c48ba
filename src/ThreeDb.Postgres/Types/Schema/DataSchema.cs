using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>A JSON Schema that data is checked against (ADR 0022). Immutable.</summary>
/// <remarks>
/// Draft 4 with additions. What would not be enforced, or could not, is refused when the type is declared: a rule that is silently not
/// enforced is worse than none. Checking ends: patterns match in linear time, and a <see cref="SchemaRun"/> has a bounded number of steps.
/// </remarks>
internal sealed class DataSchema
{
    private readonly SchemaNode? _root;
    private readonly IReadOnlyList<FieldError> _faults;

    private DataSchema(SchemaNode? root, IReadOnlyList<FieldError> faults) => (_root, _faults) = (root, faults);

    /// <summary>Reads a schema; faults are added with their place below <paramref name="pointer"/>.</summary>
    public static DataSchema? Read(JsonElement json, string pointer, List<FieldError> faults)
    {
        var found = new SchemaFaults(pointer);
        SchemaNode? root = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            found.Add("", "A schema is an object, for example {\"required\": [\"name\"]}; leave 'schema' out to allow everything.");
        }
        else if (Guarded(json, found))
        {
            root = new SchemaReader(found).Read(json.Clone());
        }

        faults.AddRange(found.All);
        return found.All.Count == 0 && root is not null ? new DataSchema(root, []) : null;
    }

    /// <summary>A schema that was declared when its faults were not found yet. It passes nothing.</summary>
    public static DataSchema Refused(IReadOnlyList<FieldError> faults) => new(root: null, faults);

    /// <summary>Checks data.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1014</c> with the place and the rule of every violation; <c>TDB1015</c> for a refused schema.</exception>
    public void Check(JsonElement data, string type)
    {
        if (_root is null)
        {
            throw new ThreeDbException(ErrorCodes.InvalidTypeDefinition,
                FieldError.Summary($"The schema of type '{type}', stored by an earlier version of 3db,", _faults), "Declare the type again, with a schema that is corrected.", _faults);
        }

        var errors = SchemaRun.Check(_root, data, "/data");
        if (errors.Count > 0)
        {
            throw new ThreeDbException(ErrorCodes.SchemaViolation,
                $"The data violates the schema of type '{type}' in {errors.Count} {(errors.Count == 1 ? "place" : "places")}: {errors[0].Pointer} {errors[0].Detail}",
                errors: errors);
        }
    }

    // What comes over HTTP went through the guard; a schema that a program hands over did not.
    private static bool Guarded(JsonElement json, SchemaFaults faults)
    {
        try
        {
            JsonGuard.Check(json);
            return true;
        }
        catch (ThreeDbException e)
        {
            faults.Add("", e.Message);
            return false;
        }
    }
}
