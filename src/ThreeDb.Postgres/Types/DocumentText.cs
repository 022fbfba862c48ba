using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>What of a document is searched: a title and a body.</summary>
/// <param name="Title">The title; empty when there is none.</param>
/// <param name="Body">The rest, parts separated by line feeds.</param>
internal readonly record struct DocumentText(string Title, string Body)
{
    /// <summary>The largest number of characters that are indexed; what follows is stored but not searched.</summary>
    public const int MaxLength = 100_000;

    private static readonly string[] UsualTitles = ["title", "name", "label", "subject"];

    public bool IsEmpty => Title.Length == 0 && Body.Length == 0;

    /// <summary>What is embedded.</summary>
    public string ToEmbed => Body.Length == 0 ? Title : Title.Length == 0 ? Body : Title + "\n" + Body;

    /// <summary>The first 16 bytes of the SHA-256 of title and body.</summary>
    public Guid Hash()
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(Title.Length + Body.Length) + 1);
        var length = Encoding.UTF8.GetBytes(Title, utf8);
        utf8[length++] = 0;
        length += Encoding.UTF8.GetBytes(Body, utf8.AsSpan(length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(utf8);
        return new Guid(hash[..16], bigEndian: true);
    }

    public static DocumentText Read(JsonElement data, TypePlan plan)
    {
        // The member that is the title is no body as well; a title deeper inside counts as both.
        var titleMember = plan.Title is { } path ? path.Segments.Count == 1 ? path.Segments[0].Name : null : UsualTitle(data);
        var title = plan.Title is not null ? plan.Title.Value(data) : titleMember is not null ? data.GetProperty(titleMember) : null;
        var body = new StringBuilder();
        if (plan.Text is null)
        {
            foreach (var member in InOrder(data))
            {
                if (titleMember is null || !member.NameEquals(titleMember))
                {
                    Append(body, member.Value);
                }
            }
        }
        else
        {
            foreach (var value in plan.Text.SelectMany(field => field.Values(data)))
            {
                Append(body, value);
            }
        }

        return new DocumentText(title is { ValueKind: JsonValueKind.String } text ? Cut(text.GetString()!, MaxLength) : "", body.ToString());
    }

    /// <summary>The title alone; empty when there is none.</summary>
    public static string TitleOf(JsonElement data, TypePlan plan)
    {
        var title = plan.Title is not null ? plan.Title.Value(data) : UsualTitle(data) is { } name ? data.GetProperty(name) : null;
        return title is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
    }

    /// <summary>The name of the member that counts as the title when the type declares none.</summary>
    private static string? UsualTitle(JsonElement data)
    {
        foreach (var name in UsualTitles)
        {
            if (data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                return name;
            }
        }

        return null;
    }

    private static void Append(StringBuilder body, JsonElement value)
    {
        if (body.Length >= MaxLength)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                if (body.Length > 0)
                {
                    body.Append('\n');
                }

                body.Append(Cut(value.GetString()!, MaxLength - body.Length));
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Append(body, item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in InOrder(value))
                {
                    Append(body, member.Value);
                }

                break;
        }
    }

    // PostgreSQL keeps no order of members, so the text must not depend on it: it is the same as sent and as stored.
    private static IEnumerable<JsonProperty> InOrder(JsonElement value) =>
        value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal);

    // A surrogate pair is never cut in two.
    private static string Cut(string text, int room)
    {
        if (text.Length <= room)
        {
            return text;
        }

        return text[..(room > 0 && char.IsHighSurrogate(text[room - 1]) ? room - 1 : Math.Max(room, 0))];
    }
}
