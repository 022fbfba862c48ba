using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb;

/// <summary>An array that is being patched.</summary>
internal sealed class PatchArray : PatchContainer
{
    private const string End = "-";

    private readonly List<PatchValue> _elements;

    public PatchArray(JsonElement json)
    {
        _elements = new List<PatchValue>(json.GetArrayLength() + 1);
        foreach (var element in json.EnumerateArray())
        {
            _elements.Add(new PatchValue(element));
        }
    }

    private PatchArray(List<PatchValue> elements) => _elements = elements;

    public override PatchValue Get(string token) => _elements[Index(token)];

    public override PatchContainer Open(string token)
    {
        ref var element = ref CollectionsMarshal.AsSpan(_elements)[Index(token)];
        var container = element.Open() ?? throw NotOpen(token);
        element = new PatchValue(container);
        return container;
    }

    public override void Add(string token, PatchValue value)
    {
        if (token == End)
        {
            _elements.Add(value);
            return;
        }

        _elements.Insert(Index(token, allowEnd: true), value);
    }

    public override void Replace(string token, PatchValue value) => _elements[Index(token)] = value;

    public override PatchValue Remove(string token)
    {
        var index = Index(token);
        var removed = _elements[index];
        _elements.RemoveAt(index);
        return removed;
    }

    public override PatchContainer Copy(ref long budget, int depth)
    {
        var elements = new List<PatchValue>(_elements.Count);
        foreach (var element in _elements)
        {
            PatchValue.Spend(ref budget, 1);
            elements.Add(element.Copy(ref budget, depth));
        }

        return new PatchArray(elements);
    }

    public override bool IsEqualTo(JsonElement other)
    {
        if (other.ValueKind != JsonValueKind.Array || other.GetArrayLength() != _elements.Count)
        {
            return false;
        }

        var index = 0;
        foreach (var element in other.EnumerateArray())
        {
            if (!_elements[index++].IsEqualTo(element))
            {
                return false;
            }
        }

        return true;
    }

    public override void WriteTo(JsonTextBuilder text)
    {
        text.StartArray();
        foreach (var element in _elements)
        {
            element.WriteTo(text);
        }

        text.EndArray();
    }

    private int Index(string token, bool allowEnd = false)
    {
        if (!JsonPointer.TryIndex(token, out var index))
        {
            throw new PatchFault(token == End ? "'-' is the place after the last element, where nothing is" : $"'{PatchFault.Shortened(token)}' is no index of an array");
        }

        return index < _elements.Count || (allowEnd && index == _elements.Count)
            ? index
            : throw new PatchFault($"the index {index} is outside of the array, which has {_elements.Count:N0} elements");
    }
}
