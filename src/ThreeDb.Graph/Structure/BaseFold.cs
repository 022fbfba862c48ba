using System.Text;

namespace ThreeDb.Graphs;

/// <summary>Packs a version of a graph into a new base.</summary>
internal static class BaseFold
{
    public static GraphBase Pack(GraphView view)
    {
        var types = new ushort[view.SeqEnd];
        var projects = new int[view.SeqEnd];
        var offsets = new int[view.SeqEnd + 1];
        var text = new Column<byte>();
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            types[seq] = (ushort)view.TypeOf(seq);
            projects[seq] = view.ProjectOf(seq);
            if (types[seq] != 0)
            {
                text.AddRange(view.Touched.Find(seq)?.Id is { } id ? Encoding.UTF8.GetBytes(id) : view.Base.Ids.Of(seq));
            }

            offsets[seq + 1] = text.Count;
        }

        return new GraphBase(types, projects.AsSpan().ContainsAnyExcept(0) ? projects : null, new IdTable(text.Span.ToArray(), offsets),
            Side(view, seq => view.Out(seq).Count, (seq, side) => side.Take(view.Out(seq))),
            Side(view, seq => view.In(seq).Count, (seq, side) => side.Take(view.In(seq))));
    }

    private static BaseSide Side(GraphView view, Func<int, int> countOf, Action<int, SideFill> take)
    {
        var offsets = new int[view.SeqEnd + 1];
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            offsets[seq + 1] = offsets[seq] + countOf(seq);
        }

        var fill = new SideFill(offsets[^1], view.Names.RelationTypes.Count, view.Names.Details.Count > 1);
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            take(seq, fill);
        }

        return new BaseSide(offsets, fill.Ends, fill.Types, fill.Details is { } numbers ? SmallColumn.Of(numbers) : null);
    }

    private sealed class SideFill(int count, int types, bool withDetails)
    {
        private int _place;

        public int[] Ends { get; } = new int[count];

        public SmallColumn Types { get; } = new(count, types);

        public int[]? Details { get; } = withDetails ? new int[count] : null;

        public void Take(Steps steps)
        {
            steps.Ends.CopyTo(Ends.AsSpan(_place));
            for (var i = 0; i < steps.Count; i++)
            {
                Types.Put(_place + i, steps.Types[i]);
            }

            if (Details is not null)
            {
                steps.Details.CopyTo(Details.AsSpan(_place));
            }

            _place += steps.Count;
        }
    }
}
