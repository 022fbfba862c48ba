using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>The JSON-Schema-Test-Suite, draft 4 (Suite/README.md): what is accepted is decided as the suite says, and what is not accepted is listed here.</summary>
public sealed class SchemaSuiteTests
{
    private const string Outside = "nothing is fetched";
    private const string Ids = "references are pointers from the root";
    private const string Names = "Unicode properties have their short names, as \\p{L}";

    // Groups whose schema is refused when it is declared: file and name, and why.
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["definitions.json: validate definition against metaschema"] = Outside,
        ["ref.json: remote ref, containing refs itself"] = Outside,
        ["enum.json: nul characters in strings"] = "U+0000 cannot be stored, so no data could be equal to it",
        ["optional/ecmascript-regex.json: patterns always use unicode semantics with pattern"] = Names,
        ["optional/ecmascript-regex.json: patterns always use unicode semantics with patternProperties"] = Names,
        ["optional/ecmascript-regex.json: pattern with non-ASCII digits"] = Names,
        ["optional/ecmascript-regex.json: patternProperties with non-ASCII digits"] = Names,
        ["optional/format-unknown.json: unknown format"] = "a format that is not enforced is refused",
        ["optional/id.json: id inside an enum is not a real identifier"] = Ids,
        ["ref.json: $ref prevents a sibling id from changing the base uri"] = Ids,
        ["ref.json: Recursive references between schemas"] = Ids,
        ["ref.json: Location-independent identifier"] = Ids,
        ["ref.json: Location-independent identifier with base URI change in subschema"] = Ids,
        ["ref.json: id must be resolved against nearest parent, not just immediate parent"] = Ids,
    };

    // Data that is decided otherwise.
    private static readonly Dictionary<string, string> Other = new()
    {
        ["ref.json: ref overrides any sibling keywords: ref valid, maxItems ignored"] = "what stands beside a reference is enforced, as from draft 2019-09 on",
        ["optional/zeroTerminatedFloats.json: some languages do not distinguish between different types of numeric value: a float is not an integer even without fractional part"] =
            "1.0 is an integer, as from draft 6 on",
        ["optional/format-uri.json: validation of URIs: invalid userinfo"] = "as System.Uri sees it",
    };

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Types", "Schema", "Suite");

    public static TheoryData<string> Files { get; } = [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Suite_is_decided_as_it_says(string file)
    {
        var wrong = new List<string>();
        var groups = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, file))).EnumerateArray().ToList();
        foreach (var group in groups)
        {
            var name = $"{file}: {group.GetProperty("description").GetString()}";
            var faults = new List<FieldError>();
            var schema = DataSchema.Read(group.GetProperty("schema"), "", faults);
            if (schema is null != Refused.ContainsKey(name))
            {
                wrong.Add($"{name}: {(schema is null ? "is refused: " + faults[0] : "is accepted")}");
            }

            wrong.AddRange(group.GetProperty("tests").EnumerateArray().Where(test => schema is not null).Select(test => Verdict(schema!, name, test)).OfType<string>());
        }

        Assert.NotEmpty(groups);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string? Verdict(DataSchema schema, string group, JsonElement test)
    {
        var name = $"{group}: {test.GetProperty("description").GetString()}";
        string? error = null;
        try
        {
            schema.Check(test.GetProperty("data"), "thing");
        }
        catch (ThreeDbException e)
        {
            error = e.Message;
        }

        return (error is null == test.GetProperty("valid").GetBoolean()) != Other.ContainsKey(name) ? null : $"{name}: {error ?? "passes"}";
    }
}
