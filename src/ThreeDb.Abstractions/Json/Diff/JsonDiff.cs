using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Finds the operations that turn one value into another. Used once.</summary>
/// <param name="byMember">Whether values are taken apart as far as they correspond, also where replacing them would be shorter; then the number of operations has no limit.</param>
internal sealed class JsonDiff(bool byMember = false)
{
    private readonly PatchDraft _draft = new();
    private readonly StringBuilder _path = new();
    private readonly ArrayMatcher _matcher = new();

    public List<JsonPatchOperation> Compare(JsonElement from, JsonElement to)
    {
        CompareValues(from, to);
        if (!byMember && _draft.Operations.Count > JsonPatch.MaxOperations)
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

    private void CompareValues(JsonElement from, JsonElement to, bool isElement = false)
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
        var corresponds = from.ValueKind == JsonValueKind.Object ? CompareObjects(from, to, isElement) : CompareArrays(from, to);
        if (!byMember || (!corresponds && _path.Length > 0))
        {
            _draft.ReplaceIfShorter(before, _path, to);
        }
    }

    /// <summary>Compares objects, and tells whether one has become the other: whether names stay, and of an element of an array a value.</summary>
    private bool CompareObjects(JsonElement from, JsonElement to, bool isElement)
    {
        var corresponds = false;
        var wanted = new JsonMembers(to);
        foreach (var member in from.EnumerateObject())
        {
            var stays = wanted.TryTake(member, out var value);
            if (stays && HaveSameText(member.Value, value))
            {
                corresponds = true;
                continue;
            }

            var length = Enter(member);
            if (stays)
            {
                var found = _draft.Operations.Count;
                CompareValues(member.Value, value);
                corresponds |= !isElement || found == _draft.Operations.Count;
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

        return corresponds;
    }

    /// <summary>Compares arrays, and tells whether one has become the other: whether elements stay, or both have nested ones.</summary>
    private bool CompareArrays(JsonElement from, JsonElement to)
    {
        var old = from.EnumerateArray().ToArray();
        var wanted = to.EnumerateArray().ToArray();
        var index = 0;
        var kept = old.Length;
        foreach (var step in _matcher.Match(old, wanted))
        {
            kept -= step.Old.Length;

            // First what stands in both places is changed, then what is too much is removed or what is missing added.
            index += step.Same;
            var changed = Math.Min(step.Old.Length, step.New.Length);
            for (var i = 0; i < changed; i++)
            {
                var length = Enter(index++);
                CompareValues(old[step.Old.Start + i], wanted[step.New.Start + i], isElement: true);
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

        return kept > 0 || (old.Any(IsNested) && wanted.Any(IsNested));
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
