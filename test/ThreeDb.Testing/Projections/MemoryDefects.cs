using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>What planted errors do to values.</summary>
internal static class MemoryDefects
{
    /// <summary>The node that holds an entity from now on.</summary>
    public static MemoryNode Entity(MemoryNode? held, ProjectedEntity entity)
    {
        if (MemoryDefect.Is(MemoryDefect.StubNotTurnedReal) && held is { Row: null })
        {
            return held;
        }

        if (MemoryDefect.Is(MemoryDefect.VersionGuard) && held?.Row?.Version >= entity.Version)
        {
            return held;
        }

        if (MemoryDefect.Is(MemoryDefect.UpdateMerges) && held?.Row is { } before)
        {
            entity = entity with { Fields = [.. entity.Fields, .. before.Fields.ExceptBy(entity.Fields.Select(field => field.Key), field => field.Key)] };
        }

        return new MemoryNode(entity.Id, MemoryDefect.Is(MemoryDefect.NumbersAsDoubles) ? entity with { Fields = [.. entity.Fields.Select(Rounded)] } : entity);
    }

    private static KeyValuePair<string, JsonElement> Rounded(KeyValuePair<string, JsonElement> field) =>
        field.Value.ValueKind == JsonValueKind.Number ? KeyValuePair.Create(field.Key, Json.Of(field.Value.GetDouble())) : field;
}
