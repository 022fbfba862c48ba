using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>The parameters of <see cref="WriteStatement"/> as JSON.</summary>
internal sealed class WriteParameters(string owner, string database, BatchPlan plan, Fence least, KnownTypes known, IReadOnlyList<string> entityTypes, IReadOnlyList<string> relationTypes)
{
    // The names of the members that mark a row's type: t0, t1, …
    private readonly Dictionary<string, JsonEncodedText> _entityMarks = Marks(entityTypes);
    private readonly Dictionary<string, JsonEncodedText> _relationMarks = Marks(relationTypes);

    public async Task WriteAsync(JsonChunks chunks)
    {
        var json = chunks.Json;
        json.WriteString("p"u8, owner);
        json.WriteString("database"u8, database);
        json.WriteNumber("fence"u8, plan.Fence.ToInt64());
        json.WriteNumber("least"u8, least.ToInt64());
        json.WriteStartObject("batch"u8);
        WriteTexts(json, "entityTypes", known.Entities);
        WriteTexts(json, "relationTypes", known.Relations);
        json.WriteStartArray("gone"u8);
        foreach (var seq in plan.Gone)
        {
            json.WriteNumberValue(seq);
        }

        json.WriteEndArray();
        await WriteCutAsync(chunks).ConfigureAwait(false);
        await WriteEntitiesAsync(chunks).ConfigureAwait(false);
        await WriteRelationsAsync(chunks).ConfigureAwait(false);
        json.WriteEndObject();
    }

    private async Task WriteCutAsync(JsonChunks chunks)
    {
        var json = chunks.Json;
        json.WriteStartArray("cut"u8);
        foreach (var key in plan.Cut)
        {
            json.WriteStartObject();
            json.WriteNumber("a"u8, key.Seq);
            json.WriteNumber("b"u8, key.Target);
            json.WriteString("t"u8, key.Type);
            json.WriteString("k"u8, key.Key);
            json.WriteEndObject();
            await chunks.SendChunkAsync().ConfigureAwait(false);
        }

        json.WriteEndArray();
    }

    private async Task WriteEntitiesAsync(JsonChunks chunks)
    {
        var json = chunks.Json;
        json.WriteStartArray("e"u8);
        foreach (var (row, properties) in plan.Entities)
        {
            json.WriteStartObject();
            json.WriteNumber("s"u8, row.Seq);
            WriteMark(json, _entityMarks[row.Type]);
            json.WriteStartObject("p"u8);
            json.WriteString(Names.Owner, owner);
            WriteProperties(json, properties);
            json.WriteEndObject();
            json.WriteEndObject();
            await chunks.SendChunkAsync().ConfigureAwait(false);
        }

        json.WriteEndArray();
    }

    private async Task WriteRelationsAsync(JsonChunks chunks)
    {
        var json = chunks.Json;
        json.WriteStartArray("r"u8);
        foreach (var (row, properties) in plan.Relations)
        {
            json.WriteStartObject();
            json.WriteNumber("a"u8, row.RowKey.Seq);
            json.WriteNumber("b"u8, row.RowKey.Target);
            json.WriteString("from"u8, row.From);
            json.WriteString("to"u8, row.To);
            json.WriteString("k"u8, row.RowKey.Key);
            WriteMark(json, _relationMarks[row.RowKey.Type!]);
            json.WriteStartObject("p"u8);
            WriteProperties(json, properties);
            json.WriteEndObject();
            json.WriteEndObject();
            await chunks.SendChunkAsync().ConfigureAwait(false);
        }

        json.WriteEndArray();
    }

    private static Dictionary<string, JsonEncodedText> Marks(IReadOnlyList<string> types) =>
        types.Index().ToDictionary(type => type.Item, type => JsonEncodedText.Encode($"t{type.Index}"));

    private static void WriteMark(Utf8JsonWriter json, JsonEncodedText name)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(1);
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteProperties(Utf8JsonWriter json, GraphProperties properties)
    {
        foreach (var (name, value) in properties.Items)
        {
            PropertyJson.WriteMember(json, name, value);
        }
    }
}
