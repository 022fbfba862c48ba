using System.Text.Json;

namespace ThreeDb;

/// <summary>Gives numbers to JSON values: the same number to equal values.</summary>
internal sealed class ValueIds
{
    // Values of one hash can be made on purpose (numbers that round to the same double). Beyond this they count as different.
    private const int MaxOfOneHash = 16;

    private readonly Dictionary<ulong, List<(JsonElement Value, int Id)>> _known = [];
    private int _next;

    public int[] Of(ReadOnlySpan<JsonElement> values)
    {
        var ids = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            ids[i] = Of(values[i]);
        }

        return ids;
    }

    private int Of(JsonElement value)
    {
        var hash = JsonValueHash.Of(value);
        if (!_known.TryGetValue(hash, out var same))
        {
            _known[hash] = same = [];
        }

        foreach (var (other, id) in same)
        {
            if (JsonDiff.AreEqual(other, value))
            {
                return id;
            }
        }

        if (same.Count < MaxOfOneHash)
        {
            same.Add((value, _next));
        }

        return _next++;
    }
}
