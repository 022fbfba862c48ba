using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb;

/// <summary>An object that is being patched. New members come last; the others keep their order.</summary>
internal sealed class PatchObject : PatchContainer
{
    // Removing leaves a gap (a null name), so that it costs the same in small and large objects.
    private readonly List<(string? Name, PatchValue Value)> _members;
    private readonly Dictionary<string, int> _places;

    public PatchObject(JsonElement json)
    {
        _members = new(json.GetPropertyCount() + 1);
        _places = new(json.GetPropertyCount() + 1);
        foreach (var member in json.EnumerateObject())
        {
            Append(member.Name, new PatchValue(member.Value));
        }
    }

    private PatchObject(int count)
    {
        _members = new(count);
        _places = new(count);
    }

    public override PatchValue Get(string token) => _members[Place(token)].Value;

    public override PatchContainer Open(string token)
    {
        ref var member = ref CollectionsMarshal.AsSpan(_members)[Place(token)];
        var container = member.Value.Open() ?? throw NotOpen(token);
        member.Value = new PatchValue(container);
        return container;
    }

    public override void Add(string token, PatchValue value) => Append(token, value);

    public override void Replace(string token, PatchValue value) => _members[Place(token)] = (token, value);

    public override PatchValue Remove(string token)
    {
        var place = Place(token);
        var removed = _members[place].Value;
        _members[place] = default;
        _places.Remove(token);
        return removed;
    }

    public override PatchContainer Copy(ref long budget, int depth)
    {
        var copy = new PatchObject(_places.Count);
        foreach (var (name, value) in _members)
        {
            if (name is not null)
            {
                PatchValue.Spend(ref budget, Encoding.UTF8.GetByteCount(name) + 4);
                copy.Append(name, value.Copy(ref budget, depth));
            }
        }

        return copy;
    }

    public override bool IsEqualTo(JsonElement other)
    {
        if (other.ValueKind != JsonValueKind.Object || other.GetPropertyCount() != _places.Count)
        {
            return false;
        }

        foreach (var member in other.EnumerateObject())
        {
            if (!_places.TryGetValue(member.Name, out var place) || !_members[place].Value.IsEqualTo(member.Value))
            {
                return false;
            }
        }

        return true;
    }

    public override void WriteTo(JsonTextBuilder text)
    {
        text.StartObject();
        foreach (var (name, value) in _members)
        {
            if (name is not null)
            {
                text.Name(name);
                value.WriteTo(text);
            }
        }

        text.EndObject();
    }

    private int Place(string token) => _places.TryGetValue(token, out var place)
        ? place
        : throw new PatchFault($"there is no member '{PatchFault.Shortened(token)}'");

    private void Append(string name, PatchValue value)
    {
        if (_places.TryAdd(name, _members.Count))
        {
            _members.Add((name, value));
        }
        else
        {
            _members[_places[name]] = (name, value);
        }
    }
}
