using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Rows as Neo4j holds them, and the hashes of all that it holds of each.</summary>
internal static class HeldRowReading
{
    /// <summary>A page of entities, without stubs: seq, properties, labels.</summary>
    public const string Entities = """
        MATCH (n:Entity) WHERE n._projection = $p AND n._seq >= $from AND n._seq < $to AND n._stub IS NULL
        RETURN n._seq AS seq, properties(n), labels(n) ORDER BY seq LIMIT $limit
        """;

    /// <summary>How many relations begin at each node of a page, stubs included.</summary>
    public const string Degrees = """
        MATCH (n:Entity) WHERE n._projection = $p AND n._seq >= $from AND n._seq < $to
        RETURN n._seq AS seq, COUNT { (n)-->() } ORDER BY seq LIMIT $limit
        """;

    /// <summary>The relations from the nodes of a range: both ends, type, properties. Those without a key are not ours.</summary>
    public const string Relations = """
        MATCH (n:Entity) WHERE n._projection = $p AND n._seq >= $from AND n._seq < $to
        MATCH (n)-[x]->(m:Entity) WHERE x._key IS NOT NULL RETURN n._seq, m._seq, type(x), properties(x)
        """;

    public static HeldRow Entity(JsonElement row, KnownTypes known)
    {
        var properties = Properties(row[1], out var type);
        return new HeldRow(RowKey.Entity(row[0].GetInt64()), RowHash.Of(Label(row[2], type, known), properties));
    }

    public static HeldRow Relation(JsonElement row)
    {
        var properties = Properties(row[3], out _);
        var key = new RowKey(row[0].GetInt64(), row[1].GetInt64(), row[2].GetString(), Key(row[3]));
        return new HeldRow(key, OfRelation(key, RowHash.Of(key.Type!, properties)));
    }

    /// <summary>The hash of a relation: its properties do not say between what it stands.</summary>
    public static ulong OfRelation(RowKey key, ulong hash) =>
        unchecked(hash + ((ulong)key.Seq * 0x9E37_79B9_7F4A_7C15) + ((ulong)key.Target * 0xC2B2_AE3D_27D4_EB4F));

    // The type, as long as the node has its label and that of no other type. Labels that 3db does not know are not its own.
    private static string Label(JsonElement labels, string type, KnownTypes known)
    {
        var hasOwn = false;
        foreach (var item in labels.EnumerateArray())
        {
            var label = item.GetString()!;
            if (label == type)
            {
                hasOwn = true;
            }
            else if (label != Names.Entity && known.Entities.Contains(label))
            {
                return $"{type} {label}";
            }
        }

        return hasOwn ? type : "";
    }

    private static KeyValuePair<string, GraphValue>[] Properties(JsonElement json, out string type)
    {
        type = "";
        var properties = new List<KeyValuePair<string, GraphValue>>();
        foreach (var member in json.EnumerateObject())
        {
            if (member.NameEquals("_type") && member.Value.ValueKind == JsonValueKind.String)
            {
                type = member.Value.GetString()!;
            }

            if (!member.NameEquals(Names.Owner))
            {
                properties.Add(new KeyValuePair<string, GraphValue>(member.Name, PropertyJson.Read(member.Value)));
            }
        }

        return [.. properties];
    }

    private static string Key(JsonElement properties) =>
        properties.GetProperty("_key") is { ValueKind: JsonValueKind.String } key ? key.GetString()! : properties.GetProperty("_key").GetRawText();
}
