using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb;

/// <summary>JSON Merge Patch (RFC 7396).</summary>
public static class JsonMergePatch
{
    /// <summary>Applies a patch: its members replace those of the same name, objects are merged, and null removes.</summary>
    /// <param name="target">The value that is changed; it may be anything. Names are unique, as <see cref="JsonGuard"/> demands.</param>
    /// <param name="patch">The patch; one that is no object replaces the target.</param>
    /// <returns>The new value, which needs no disposal and stays valid.</returns>
    /// <exception cref="ThreeDbException"><c>TDB1002</c> when the result is nested more than 1,000 levels deep.</exception>
    public static JsonElement Apply(JsonElement target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return patch.Clone();
        }

        using var text = new JsonTextBuilder(JsonMarshal.GetRawUtf8Value(patch).Length + (IsObject(target) ? JsonMarshal.GetRawUtf8Value(target).Length : 0));
        Merge(text, target, patch);
        return text.ToElement();
    }

    private static bool IsObject(JsonElement json) => json.ValueKind == JsonValueKind.Object;

    private static void Merge(JsonTextBuilder text, JsonElement target, JsonElement patch)
    {
        if (!IsObject(patch))
        {
            text.Raw(JsonMarshal.GetRawUtf8Value(patch));
            return;
        }

        text.StartObject();
        var changes = new JsonMembers(patch);
        if (IsObject(target))
        {
            MergeMembers(text, target, changes);
        }

        foreach (var addition in changes.Rest)
        {
            WriteUnlessNull(text, addition, default, addition.Value);
        }

        text.EndObject();
    }

    private static void MergeMembers(JsonTextBuilder text, JsonElement target, JsonMembers changes)
    {
        foreach (var member in target.EnumerateObject())
        {
            if (changes.TryTake(member, out var change))
            {
                WriteUnlessNull(text, member, member.Value, change);
                continue;
            }

            text.RawName(JsonMarshal.GetRawUtf8PropertyName(member));
            text.Raw(JsonMarshal.GetRawUtf8Value(member.Value));
        }
    }

    private static void WriteUnlessNull(JsonTextBuilder text, JsonProperty name, JsonElement target, JsonElement change)
    {
        if (change.ValueKind != JsonValueKind.Null)
        {
            text.RawName(JsonMarshal.GetRawUtf8PropertyName(name));
            Merge(text, target, change);
        }
    }
}
