using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Reads a definition and finds everything that is wrong with it.</summary>
internal sealed class SchemaReader(SchemaFaults faults)
{
    private const int MaxPatterns = 1_000;

    private static readonly HashSet<string> Annotations = ["$schema", "$comment", "title", "description", "default", "examples"];
    private static readonly HashSet<string> Assertions = [.. SchemaAssertions.Keywords];
    private static readonly HashSet<string> Structure =
    [
        "$ref", "$id", "id", "definitions", "$defs", "properties", "patternProperties", "additionalProperties", "required", "dependencies",
        "items", "additionalItems", "allOf", "anyOf", "oneOf", "not",
    ];

    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<ReferenceRule> _references = [];
    private readonly SchemaAssertions _assertions = new(faults);
    private int _patterns;

    /// <summary>Reads a whole definition.</summary>
    /// <returns>Its root; of no use when there are faults.</returns>
    public SchemaNode Read(JsonElement definition)
    {
        var root = Node(definition, "", "schema");
        SchemaReferences.Resolve(_nodes, _references, faults);
        if (_patterns > MaxPatterns)
        {
            faults.Add("", $"A schema has at most {MaxPatterns:N0} patterns; this one has {_patterns:N0}.");
        }

        return root;
    }

    private SchemaNode Node(JsonElement schema, string place, string keyword)
    {
        var node = new SchemaNode(place);
        _nodes.Add(place, node);
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.Rules.Add(new AssertionRule($"is not allowed ({keyword})", (_, _) => false));
                break;
            case JsonValueKind.Object:
                foreach (var member in schema.EnumerateObject())
                {
                    ReadKeyword(node, schema, member);
                }

                Members(node, schema);
                Items(node, schema);
                break;
            default:
                faults.Add(place, "A schema is an object, true or false.");
                break;
        }

        return node;
    }

    private void ReadKeyword(SchemaNode node, JsonElement schema, JsonProperty member)
    {
        var (keyword, value, place) = (member.Name, member.Value, Below(node.Place, member.Name));
        if (Assertions.Contains(keyword))
        {
            _patterns += keyword == "pattern" ? 1 : 0;
            Add(node, _patterns > MaxPatterns ? null : _assertions.Read(keyword, value, schema, place));
            return;
        }

        switch (keyword)
        {
            case "$ref":
                Add(node, Reference(value, place));
                break;
            case "$id" or "id":
                if (node.Place.Length > 0)
                {
                    faults.Add(place, "Only the schema as a whole can have an id: references are pointers from its root.");
                }

                break;
            case "definitions" or "$defs":
                foreach (var named in ObjectAt(value, place))
                {
                    Node(named.Value, Below(place, named.Name), keyword);
                }

                break;
            case "allOf":
                node.Rules.Add(new AllOfRule(Several(value, place, keyword)));
                break;
            case "anyOf" or "oneOf":
                node.Rules.Add(new AlternativesRule(Several(value, place, keyword), keyword == "oneOf"));
                break;
            case "not":
                node.Rules.Add(new NotRule(Node(value, place, keyword)));
                break;
            case "required":
                node.Rules.Add(new RequiredRule(Names(value, place)));
                break;
            case "dependencies":
                foreach (var named in ObjectAt(value, place))
                {
                    var below = Below(place, named.Name);
                    node.Rules.Add(named.Value.ValueKind == JsonValueKind.Array ? new RequiredRule(Names(named.Value, below), named.Name) : new DependentRule(named.Name, Node(named.Value, below, keyword)));
                }

                break;
            default:
                if (!Annotations.Contains(keyword) && !Structure.Contains(keyword))
                {
                    var near = Nearest.Hint(keyword, Assertions.Concat(Structure).Concat(Annotations));
                    faults.Add(place, $"The keyword '{keyword}' is not enforced by 3db{near}; remove it (keywords of JSON Schema draft 4 are, and 'const').");
                }

                break;
        }
    }

    private void Members(SchemaNode node, JsonElement schema)
    {
        var named = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var member in ObjectAt(schema, node.Place, "properties"))
        {
            named[member.Name] = Node(member.Value, Below(Below(node.Place, "properties"), member.Name), "properties");
        }

        var matching = new List<(SchemaPattern, SchemaNode)>();
        foreach (var member in ObjectAt(schema, node.Place, "patternProperties"))
        {
            var place = Below(Below(node.Place, "patternProperties"), member.Name);
            var below = Node(member.Value, place, "patternProperties");
            if (++_patterns <= MaxPatterns && _assertions.Pattern(JsonSerializer.SerializeToElement(member.Name), place) is { } pattern)
            {
                matching.Add((pattern, below));
            }
        }

        var others = schema.TryGetProperty("additionalProperties", out var rest) ? Node(rest, Below(node.Place, "additionalProperties"), "additionalProperties") : null;
        if (named.Count > 0 || matching.Count > 0 || others is not null)
        {
            node.Rules.Add(new MembersRule(named.ToFrozenDictionary(StringComparer.Ordinal), matching, others));
        }
    }

    private void Items(SchemaNode node, JsonElement schema)
    {
        var rest = schema.TryGetProperty("additionalItems", out var additional) ? Node(additional, Below(node.Place, "additionalItems"), "additionalItems") : null;
        if (!schema.TryGetProperty("items", out var items))
        {
            return;
        }

        var place = Below(node.Place, "items");
        node.Rules.Add(items.ValueKind == JsonValueKind.Array
            ? new ItemsRule([.. items.EnumerateArray().Select((item, i) => Node(item, Below(place, i.ToString(CultureInfo.InvariantCulture)), "items"))], rest)
            : new ItemsRule([], Node(items, place, "items")));
    }

    private ReferenceRule? Reference(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.String || SchemaReferences.Target(value.GetString()!) is not { } target)
        {
            faults.Add(place, "A reference must point into the same schema, for example '#/definitions/address'.");
            return null;
        }

        var rule = new ReferenceRule(place, target);
        _references.Add(rule);
        return rule;
    }

    private List<SchemaNode> Several(JsonElement value, string place, string keyword)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            faults.Add(place, $"'{keyword}' is an array with one schema at least.");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, i) => Node(item, Below(place, i.ToString(CultureInfo.InvariantCulture)), keyword))];
    }

    private FrozenSet<string> Names(JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
        {
            return value.EnumerateArray().Select(name => name.GetString()!).ToFrozenSet(StringComparer.Ordinal);
        }

        faults.Add(place, "An array of names is needed.");
        return [];
    }

    private List<JsonProperty> ObjectAt(JsonElement schema, string place, string keyword) =>
        schema.TryGetProperty(keyword, out var value) ? ObjectAt(value, Below(place, keyword)) : [];

    private List<JsonProperty> ObjectAt(JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return [.. value.EnumerateObject()];
        }

        faults.Add(place, "An object is needed, with a schema for each name.");
        return [];
    }

    private static void Add(SchemaNode node, SchemaRule? rule)
    {
        if (rule is not null)
        {
            node.Rules.Add(rule);
        }
    }

    private static string Below(string place, string name) => place + "/" + JsonPointer.Escape(name);
}
