using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Finds the operations that turn one value into another. Used once.</summary>
internal sealed class JsonDiff
{
    private readonly PatchDraft _draft = new();
    private readonly StringBuilder _path = new();
    private readonly ArrayMatcher _matcher = new();

    public List<JsonPatchOperation> Compare(JsonElement from, JsonElement to)
    {
        CompareValues(from, to);
        if (_draft.Operations.Count > JsonPatch.MaxOperations)
        {
            _draft.ReplaceFrom(default, "", to);
        }

        return _draft.Operations;
    }

    /// <summary>Whether two values are equal as JSON; texts that are the same are, whatever they hold.</summary>
    internal static bool AreEqual(JsonElement a, JsonElement b) => HaveSameText(a, b) || JsonElement.DeepEquals(a, b);

    private static bool HaveSameText(JsonElement a, JsonElement b) =>
        JsonMarshal.GetRawUtf8Value(a).SequenceEqual(JsonMarshal.GetRawUtf8Value(b));

    private static bool IsNested(JsonElement json) => json.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private void CompareValues(JsonElement from, JsonElement to)
    {
        if (HaveSameText(from, to))
        {
            return;
        }

        if (!IsNested(from) || from.ValueKind != to.ValueKind)
        {
            if (!JsonElement.DeepEquals(from, to))
            {
                _draft.Replace(_path.ToString(), to);
            }

            return;
        }

        var before = _draft.Mark();
        if (from.ValueKind == JsonValueKind.Object)
        {
            CompareObjects(from, to);
        }
        else
        {
            CompareArrays(from, to);
        }

        _draft.ReplaceIfShorter(before, _path, to);
    }

    private void CompareObjects(JsonElement from, JsonElement to)
    {
        var wanted = new JsonMembers(to);
        foreach (var member in from.EnumerateObject())
        {
            var stays = wanted.TryTake(member, out var value);
            if (stays && HaveSameText(member.Value, value))
            {
                continue;
            }

            var length = Enter(member);
            if (stays)
            {
                CompareValues(member.Value, value);
            }
            else
            {
                _draft.Remove(_path.ToString());
            }

            _path.Length = length;
        }

        foreach (var member in wanted.Rest)
        {
            var length = Enter(member);
            _draft.Add(_path.ToString(), member.Value);
            _path.Length = length;
        }
    }

    private void CompareArrays(JsonElement from, JsonElement to)
    {
        var old = from.EnumerateArray().ToArray();
        var wanted = to.EnumerateArray().ToArray();
        var index = 0;
        foreach (var step in _matcher.Match(old, wanted))
        {
            // First what stands in both places is changed, then what is too much is removed or what is missing added.
            index += step.Same;
            var changed = Math.Min(step.Old.Length, step.New.Length);
            for (var i = 0; i < changed; i++)
            {
                var length = Enter(index++);
                CompareValues(old[step.Old.Start + i], wanted[step.New.Start + i]);
                _path.Length = length;
            }

            for (var i = changed; i < step.Old.Length; i++)
            {
                _draft.Remove(At(index));
            }

            for (var i = changed; i < step.New.Length; i++)
            {
                _draft.Add(At(index++), wanted[step.New.Start + i]);
            }
        }
    }

    private int Enter(JsonProperty member)
    {
        var length = _path.Length;
        _path.Append('/').Append(JsonPointer.Escape(member.Name));
        return length;
    }

    private int Enter(int index)
    {
        var length = _path.Length;
        _path.Append(CultureInfo.InvariantCulture, $"/{index}");
        return length;
    }

    private string At(int index) => string.Create(CultureInfo.InvariantCulture, $"{_path}/{index}");
}
