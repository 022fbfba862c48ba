using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb;

/// <summary>The members of an object, to be taken one by one by their names. Cheapest when they are asked for in their order.</summary>
internal sealed class JsonMembers
{
    private const int Few = 8;

    private readonly JsonProperty[] _members;
    private readonly bool[] _taken;
    private Dictionary<string, int>? _places;
    private int _next;

    public JsonMembers(JsonElement json)
    {
        _members = new JsonProperty[json.GetPropertyCount()];
        _taken = new bool[_members.Length];
        var count = 0;
        foreach (var member in json.EnumerateObject())
        {
            _members[count++] = member;
        }
    }

    /// <summary>The members that nobody took, in their order.</summary>
    public IEnumerable<JsonProperty> Rest => _members.Where((_, i) => !_taken[i]);

    /// <summary>Takes the member that has the name of another one.</summary>
    public bool TryTake(JsonProperty named, out JsonElement value)
    {
        var place = Find(named);
        if (place < 0)
        {
            value = default;
            return false;
        }

        _taken[place] = true;
        _next = place + 1;
        value = _members[place].Value;
        return true;
    }

    private int Find(JsonProperty named)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(named);
        if (_next < _members.Length && raw.SequenceEqual(JsonMarshal.GetRawUtf8PropertyName(_members[_next])))
        {
            return _next;
        }

        if (_members.Length > Few)
        {
            _places ??= Places();
            return _places.GetValueOrDefault(named.Name, -1);
        }

        for (var i = 0; i < _members.Length; i++)
        {
            if (HasName(_members[i], named, raw))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool HasName(JsonProperty member, JsonProperty named, ReadOnlySpan<byte> raw)
    {
        var other = JsonMarshal.GetRawUtf8PropertyName(member);
        return raw.SequenceEqual(other)
            || ((raw.Contains((byte)'\\') || other.Contains((byte)'\\')) && member.NameEquals(named.Name));
    }

    private Dictionary<string, int> Places()
    {
        var places = new Dictionary<string, int>(_members.Length);
        for (var i = 0; i < _members.Length; i++)
        {
            places.TryAdd(_members[i].Name, i);
        }

        return places;
    }
}
