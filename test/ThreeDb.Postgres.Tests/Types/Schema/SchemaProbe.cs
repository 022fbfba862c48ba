using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>Reads schemas and checks data without a database.</summary>
internal static class SchemaProbe
{
    public static DataSchema Read(string schema)
    {
        var faults = new List<FieldError>();
        var read = DataSchema.Read(Json.Of(schema), "/schema", faults);
        Assert.True(read is not null, string.Join('\n', faults));
        return read;
    }

    /// <summary>The faults of a schema that is refused.</summary>
    public static IReadOnlyList<FieldError> Faults(string schema)
    {
        var faults = new List<FieldError>();
        Assert.Null(DataSchema.Read(Json.Of(schema), "/schema", faults));
        Assert.NotEmpty(faults);
        return faults;
    }

    /// <summary>The violations of data, each as place and detail; none when it passes.</summary>
    public static IReadOnlyList<string> Check(string schema, string data) => Check(Read(schema), Json.Of(data));

    public static IReadOnlyList<string> Check(DataSchema schema, JsonElement data)
    {
        try
        {
            schema.Check(data, "thing");
            return [];
        }
        catch (ThreeDbException e)
        {
            Assert.Equal(ErrorCodes.SchemaViolation, e.Code);
            return [.. e.Errors.Select(error => $"{error.Pointer} {error.Detail}")];
        }
    }
}
