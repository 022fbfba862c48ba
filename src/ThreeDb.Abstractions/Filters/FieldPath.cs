using System.Globalization;
using System.Text;

namespace ThreeDb;

/// <summary>A place in an entity: <c>price</c>, <c>address.city</c>, <c>items[].sku</c> (any element), <c>/a.b/c</c> (a JSON Pointer), a system field such as <c>$createdAt</c>, or a saved score such as <c>$score.importance</c>.</summary>
public sealed class FieldPath : IEquatable<FieldPath>
{
    /// <summary>The largest number of segments.</summary>
    public const int MaxSegments = 64;

    private const string ScorePrefix = "$score.";
    private static readonly string[] SystemFields = ["$id", "$type", "$project", "$version", "$createdAt", "$createdBy", "$updatedAt", "$updatedBy"];

    private FieldPath(string text, IReadOnlyList<Segment> segments)
    {
        Text = text;
        Segments = segments;
    }

    /// <summary>The path as it was written.</summary>
    public string Text { get; }

    /// <summary>The steps from the root of the data; empty for a system field.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>The name of the score that <c>$score.NAME</c> stands for; null for any other path.</summary>
    public string? Score => IsSystem && Text.StartsWith(ScorePrefix, StringComparison.Ordinal) ? Text[ScorePrefix.Length..] : null;

    /// <summary>Whether this is a field of the entity itself, or a saved score of it, and not of its data.</summary>
    public bool IsSystem => Segments.Count == 0;

    /// <summary>Whether a step stands for every element of an array.</summary>
    public bool HasWildcard => Segments.Any(segment => segment.Each);

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">The text is no path; the message says why.</exception>
    public static FieldPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length switch
        {
            0 => throw new FormatException("A field path is empty."),
            > 1000 => throw new FormatException("A field path is longer than 1,000 characters."),
            _ when !JsonTextRules.IsStorable(text) => throw new FormatException("A field path holds U+0000 or a surrogate without its partner, which no field has."),
            _ => text[0] switch
            {
                '$' => System(text),
                '/' => Pointer(text),
                _ => Dotted(text),
            },
        };
    }

    /// <summary>Whether a text is the path of a saved score: <c>$score.NAME</c>.</summary>
    public static bool IsScore(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(ScorePrefix, StringComparison.Ordinal) && Identifiers.IsName(text.AsSpan(ScorePrefix.Length));
    }

    /// <inheritdoc />
    public bool Equals(FieldPath? other) => other is not null && other.Text == Text;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Text;

    private static FieldPath System(string text) => SystemFields.Contains(text) || IsScore(text)
        ? new FieldPath(text, [])
        : throw new FormatException($"'{text}' is no system field; there are {string.Join(", ", SystemFields)}, and saved scores as {ScorePrefix}NAME. Write a data field that begins with '$' as '/{text}'.");

    private static FieldPath Pointer(string text)
    {
        var segments = new List<Segment>();
        foreach (var part in text[1..].Split('/'))
        {
            segments.Add(new Segment(Unescape(text, part), Each: false));
        }

        return Limited(text, segments);
    }

    private static string Unescape(string text, string part)
    {
        var name = new StringBuilder(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != '~')
            {
                name.Append(part[i]);
                continue;
            }

            i++;
            name.Append(i < part.Length && part[i] is '0' or '1'
                ? part[i] == '0' ? '~' : '/'
                : throw new FormatException($"In the JSON Pointer '{text}', '~' must be followed by 0 or 1."));
        }

        return name.ToString();
    }

    private static FieldPath Dotted(string text)
    {
        var segments = new List<Segment>();
        foreach (var part in text.Split('.'))
        {
            var each = part.EndsWith("[]", StringComparison.Ordinal);
            var name = each ? part[..^2] : part;
            if (name.Length == 0 || name.Contains("[]", StringComparison.Ordinal))
            {
                throw new FormatException($"The field path '{text}' has an empty step. Use names separated by dots, '[]' after the name of an array, or a JSON Pointer that begins with '/'.");
            }

            segments.Add(new Segment(name, each));
        }

        return Limited(text, segments);
    }

    private static FieldPath Limited(string text, List<Segment> segments) => segments.Count <= MaxSegments
        ? new FieldPath(text, segments)
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A field path has {segments.Count} steps; at most {MaxSegments} are allowed."));

    /// <summary>One step of a path.</summary>
    /// <param name="Name">The key of an object, or the index of an array.</param>
    /// <param name="Each">Whether the value there is an array of which any element counts.</param>
    public readonly record struct Segment(string Name, bool Each);
}
