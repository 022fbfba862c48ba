using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Rows to apply, in short.</summary>
public static class Rows
{
    /// <summary>A live entity whose fields are the members of an object.</summary>
    public static ProjectedEntity Entity(long seq, string fields = """{"name":"Ada"}""", long version = 1) => new()
    {
        Seq = seq,
        Id = $"e{seq}",
        IsLive = true,
        Type = "person",
        Project = seq % 2 == 0 ? null : "lab",
        Version = version,
        Fields = FieldsOf(fields),
    };

    /// <summary>An entity that is to be removed.</summary>
    public static ProjectedEntity Gone(long seq) => new() { Seq = seq, Id = $"e{seq}", IsLive = false };

    /// <summary>A live relation between entities that <see cref="Entity"/> makes.</summary>
    public static ProjectedRelation Relation(long from, long to, string type = "KNOWS", string key = "", string fields = """{"since":2020}""", long version = 1) => new()
    {
        RowKey = new RowKey(from, to, type, key),
        IsLive = true,
        From = $"e{from}",
        To = $"e{to}",
        Version = version,
        Fields = FieldsOf(fields),
    };

    /// <summary>A relation that is to be removed.</summary>
    public static ProjectedRelation Gone(RowKey key) => new() { RowKey = key, IsLive = false };

    /// <summary>The members of an object.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonElement>> FieldsOf(string fields) =>
        [.. Json.Of(fields).EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value))];
}
