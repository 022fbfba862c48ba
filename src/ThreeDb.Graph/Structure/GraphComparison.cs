using ThreeDb.Changes;

namespace ThreeDb.Graphs;

/// <summary>Compares two versions of a graph entity by entity.</summary>
internal sealed class GraphComparison(GraphView left, GraphView right, int most)
{
    // So many that differ at their sources are remembered; where there are more, nobody asks for what differs at targets only.
    private const int Remembered = 100_000;

    private readonly List<RowKey> _keys = [];
    private readonly HashSet<RowKey> _atSources = [];
    private long _entities;
    private long _relations;

    public GraphDifference Run(CancellationToken cancellationToken)
    {
        var pulse = new WalkPulse(cancellationToken);
        var atSources = new RowComparison(left, right, isOut: true, pulse);
        ForAll(seq =>
        {
            if (!IsEntityAlike(seq))
            {
                _entities++;
                Note(RowKey.Entity(seq));
            }

            foreach (var key in atSources.Differing(seq))
            {
                pulse.Add(0);
                NoteRelation(key);
                if (_atSources.Count < Remembered)
                {
                    _atSources.Add(key);
                }
            }
        }, cancellationToken);
        if (_atSources.Count < Remembered)
        {
            var atTargets = new RowComparison(left, right, isOut: false, pulse);
            ForAll(seq =>
            {
                foreach (var key in atTargets.Differing(seq))
                {
                    pulse.Add(0);
                    if (!_atSources.Contains(key))
                    {
                        NoteRelation(key);
                    }
                }
            }, cancellationToken);
        }

        return new GraphDifference(_entities, _relations, _keys);
    }

    private void ForAll(Action<int> compare, CancellationToken cancellationToken)
    {
        for (var seq = 0; seq < Math.Max(left.SeqEnd, right.SeqEnd); seq++)
        {
            if (seq % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            compare(seq);
        }
    }

    private void NoteRelation(RowKey key)
    {
        _relations++;
        Note(key);
    }

    private bool IsEntityAlike(int seq)
    {
        if (left.IsLive(seq) != right.IsLive(seq))
        {
            return false;
        }

        if (!left.IsLive(seq))
        {
            return true;
        }

        var id = left.IdOf(seq);
        return left.Names.EntityTypes[left.TypeOf(seq)] == right.Names.EntityTypes[right.TypeOf(seq)]
            && left.Names.Projects[left.ProjectOf(seq)] == right.Names.Projects[right.ProjectOf(seq)]
            && (left.ProjectOf(seq) == 0) == (right.ProjectOf(seq) == 0)
            && id == right.IdOf(seq)
            && left.Find(id) == seq
            && right.Find(id) == seq;
    }

    private void Note(RowKey key)
    {
        if (_keys.Count < most)
        {
            _keys.Add(key);
        }
    }
}
