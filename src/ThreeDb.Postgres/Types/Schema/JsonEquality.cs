using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Equality of JSON values as JSON Schema means it: numbers by value, objects whatever the order of their members.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    public static JsonEquality Instance { get; } = new();

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode(JsonElement obj) => obj.ValueKind switch
    {
        JsonValueKind.String => HashCode.Combine(obj.ValueKind, obj.GetString()),
        JsonValueKind.Number => HashCode.Combine(obj.ValueKind, ExactNumber.Of(obj)),
        JsonValueKind.Array => obj.EnumerateArray().Aggregate(1, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        JsonValueKind.Object => obj.EnumerateObject().Aggregate(2, (hash, member) => unchecked(hash + HashCode.Combine(member.Name, GetHashCode(member.Value)))),
        _ => (int)obj.ValueKind,
    };
}
