using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>The form in which PostgreSQL gives <c>jsonb</c> out: members ordered by the length and then the bytes of their names, numbers in full.</summary>
/// <remarks>With it the answer of a write is that of a later read, without a question to PostgreSQL. What has the form already costs one pass.</remarks>
internal static class StoredForm
{
    private const int MaxDepth = 256;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Results as a later read gives them.</summary>
    public static IReadOnlyList<MutationResult> Of(IReadOnlyList<MutationResult> results)
    {
        MutationResult[]? changed = null;
        for (var i = 0; i < results.Count; i++)
        {
            var result = Of(results[i]);
            if (!ReferenceEquals(result, results[i]))
            {
                (changed ??= [.. results])[i] = result;
            }
        }

        return changed ?? results;
    }

    /// <summary>A value in the form.</summary>
    public static JsonElement Of(JsonElement json) => IsStored(json) ? json : Rewritten(json);

    private static MutationResult Of(MutationResult result) => result switch
    {
        { Entity: { } entity } when !IsStored(entity.Data) => result with { Entity = entity with { Data = Rewritten(entity.Data) } },
        { Relation: { Data: { } data } relation } when !IsStored(data) => result with { Relation = relation with { Data = Rewritten(data) } },
        _ => result,
    };

    private static bool IsStored(JsonElement json)
    {
        var text = JsonMarshal.GetRawUtf8Value(json);
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth - 1 });
        Span<(int Start, int Length)> last = stackalloc (int, int)[MaxDepth];
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    last[reader.CurrentDepth + 1] = (0, -1);
                    break;
                case JsonTokenType.PropertyName:
                    ref var before = ref last[reader.CurrentDepth];
                    if (reader.ValueIsEscaped || (before.Length >= 0 && Compare(text.Slice(before.Start, before.Length), reader.ValueSpan) >= 0))
                    {
                        return false;
                    }

                    before = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    break;
                case JsonTokenType.Number when !IsInFull(reader.ValueSpan):
                    return false;
            }
        }

        return true;
    }

    // Neither with an exponent nor a negative zero.
    private static bool IsInFull(ReadOnlySpan<byte> number) =>
        !number.ContainsAny((byte)'e', (byte)'E') && (!number.StartsWith("-0"u8) || number.ContainsAnyInRange((byte)'1', (byte)'9'));

    private static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => one.Length != other.Length ? one.Length - other.Length : one.SequenceCompareTo(other);

    private static JsonElement Rewritten(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(json).Length + 64);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            Write(writer, json);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = MaxDepth });
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                WriteMembers(writer, json);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in json.EnumerateArray())
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when !IsInFull(JsonMarshal.GetRawUtf8Value(json)):
                writer.WriteRawValue(NumberText.Plain(json.GetRawText()), skipInputValidation: true);
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonElement json)
    {
        var count = json.GetPropertyCount();
        var members = ArrayPool<(byte[]? Name, JsonProperty Member)>.Shared.Rent(count);
        var i = 0;
        foreach (var member in json.EnumerateObject())
        {
            members[i++] = (JsonMarshal.GetRawUtf8PropertyName(member).Contains((byte)'\\') ? System.Text.Encoding.UTF8.GetBytes(member.Name) : null, member);
        }

        var sorted = members.AsSpan(0, count);
        sorted.Sort(static (a, b) => Compare(NameOf(a), NameOf(b)));
        foreach (ref var member in sorted)
        {
            writer.WritePropertyName(NameOf(member));
            Write(writer, member.Member.Value);
        }

        sorted.Clear();
        ArrayPool<(byte[]?, JsonProperty)>.Shared.Return(members);
    }

    private static ReadOnlySpan<byte> NameOf((byte[]? Unescaped, JsonProperty Member) member) => member.Unescaped ?? JsonMarshal.GetRawUtf8PropertyName(member.Member);
}
