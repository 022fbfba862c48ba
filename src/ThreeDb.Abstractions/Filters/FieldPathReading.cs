using System.Globalization;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the values that a field path leads to.</summary>
public static class FieldPathReading
{
    /// <summary>The values at the path: none when it leads nowhere, several when it passes an <c>[]</c>.</summary>
    public static IEnumerable<JsonElement> Values(this FieldPath path, JsonElement data)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.HasWildcard ? Many(data, path.Segments, 0) : Single(data, path.Segments);
    }

    /// <summary>The value at a path without <c>[]</c>, or null when it leads nowhere.</summary>
    public static JsonElement? Value(this FieldPath path, JsonElement data)
    {
        ArgumentNullException.ThrowIfNull(path);
        JsonElement? found = data;
        for (var i = 0; i < path.Segments.Count && found is { } here; i++)
        {
            found = Step(here, path.Segments[i].Name);
        }

        return found;
    }

    private static IEnumerable<JsonElement> Single(JsonElement data, IReadOnlyList<FieldPath.Segment> segments)
    {
        JsonElement? found = data;
        for (var i = 0; i < segments.Count && found is { } here; i++)
        {
            found = Step(here, segments[i].Name);
        }

        if (found is { } value)
        {
            yield return value;
        }
    }

    private static IEnumerable<JsonElement> Many(JsonElement here, IReadOnlyList<FieldPath.Segment> segments, int index)
    {
        if (index == segments.Count)
        {
            yield return here;
            yield break;
        }

        if (Step(here, segments[index].Name) is not { } next)
        {
            yield break;
        }

        if (!segments[index].Each)
        {
            foreach (var value in Many(next, segments, index + 1))
            {
                yield return value;
            }

            yield break;
        }

        if (next.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in next.EnumerateArray())
            {
                foreach (var value in Many(element, segments, index + 1))
                {
                    yield return value;
                }
            }
        }
    }

    private static JsonElement? Step(JsonElement here, string name) => here.ValueKind switch
    {
        JsonValueKind.Object => here.TryGetProperty(name, out var value) ? value : null,
        JsonValueKind.Array => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < here.GetArrayLength()
            ? here[index]
            : null,
        _ => null,
    };
}
