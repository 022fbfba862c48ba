namespace ThreeDb.Graphs;

/// <summary>All relations of one entity in one direction, after they were touched. Never changes for those who hold it: a longer one may share its arrays.</summary>
internal sealed class Strip
{
    private readonly int[] _ends;
    private readonly ushort[] _types;
    private readonly int[]? _details;
    private readonly int _count;

    private Strip(int[] ends, ushort[] types, int[]? details, int count)
    {
        _ends = ends;
        _types = types;
        _details = details;
        _count = count;
    }

    public long Bytes => 96 + (6L * _ends.Length) + (_details is null ? 0 : 24 + (4L * _details.Length));

    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, _count);

    public Steps Steps => new(_ends.AsSpan(0, _count), new SmallNumbers(_types.AsSpan(0, _count)), _details is null ? default : new SmallNumbers(_details.AsSpan(0, _count)));

    /// <summary>A strip of relations that lie somewhere else.</summary>
    public static Strip Of(Steps steps)
    {
        var room = steps.Count + Math.Max(4, steps.Count / 4);
        var (ends, types) = (new int[room], new ushort[room]);
        steps.Ends.CopyTo(ends);
        steps.Types.CopyTo(types);
        int[]? details = null;
        if (!steps.Details.IsEmpty)
        {
            details = new int[room];
            steps.Details.CopyTo(details);
        }

        return new Strip(ends, types, details, steps.Count);
    }

    /// <summary>Where a relation stands; -1 when it is not there.</summary>
    public static int Find(Steps steps, int end, int type, string key, RelationDetails details)
    {
        for (var from = 0; steps.Ends[from..].IndexOf(end) is var at and >= 0; from += at + 1)
        {
            var i = from + at;
            if (steps.Types[i] == type && details[steps.DetailOf(i)].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>With one more. Only the newest strip may be lengthened: what lies behind its end belongs to nobody.</summary>
    public Strip With(int end, int type, int detail)
    {
        var strip = _count < _ends.Length && (detail == 0 || _details is not null) ? this : Roomier(detail != 0);
        (strip._ends[_count], strip._types[_count]) = (end, (ushort)type);
        if (strip._details is { } details)
        {
            details[_count] = detail;
        }

        return new Strip(strip._ends, strip._types, strip._details, _count + 1);
    }

    /// <summary>With another detail at a place.</summary>
    public Strip With(int place, int detail)
    {
        var copy = Roomier(withDetails: true);
        copy._details![place] = detail;
        return copy;
    }

    /// <summary>Without the one at a place; the last one takes it.</summary>
    public Strip Without(int place)
    {
        var copy = Roomier(withDetails: false);
        var last = _count - 1;
        (copy._ends[place], copy._types[place]) = (copy._ends[last], copy._types[last]);
        if (copy._details is { } details)
        {
            details[place] = details[last];
        }

        return new Strip(copy._ends, copy._types, copy._details, last);
    }

    private Strip Roomier(bool withDetails)
    {
        var room = _count + Math.Max(4, _count / 2);
        var (ends, types) = (new int[room], new ushort[room]);
        Steps.Ends.CopyTo(ends);
        Steps.Types.CopyTo(types);
        var details = _details is null && !withDetails ? null : new int[room];
        Steps.Details.CopyTo(details);
        return new Strip(ends, types, details, _count);
    }
}
