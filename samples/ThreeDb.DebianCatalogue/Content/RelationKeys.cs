using System.Buffers;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>
/// Decides what the keys of a package's relations are made of, so that no two relations have the same type, target and key. The
/// constraint is tried first: it stays when other entries come and go.
/// </summary>
internal static class RelationKeys
{
    /// <summary>Sets <see cref="RelationRecord.KeyForm"/> of all relations of one package.</summary>
    public static void Assign(Span<RelationRecord> relations)
    {
        var ends = ArrayPool<ulong>.Shared.Rent(relations.Length);
        for (var i = 0; i < relations.Length; i++)
        {
            ends[i] = End(relations[i]);
        }

        var sorted = ends.AsSpan(0, relations.Length);
        sorted.Sort();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1] && (i == 1 || sorted[i] != sorted[i - 2]))
            {
                TellApart(relations, sorted[i]);
            }
        }

        ArrayPool<ulong>.Shared.Return(ends);
    }

    private static ulong End(in RelationRecord relation) => ((ulong)relation.Type << 32) | (uint)relation.Target;

    private static void TellApart(Span<RelationRecord> relations, ulong end)
    {
        var constraints = new HashSet<(int, int)>();
        var form = RelationKeyForm.Constraint;
        foreach (ref readonly var relation in relations)
        {
            if (End(relation) == end && !constraints.Add((relation.Constraint, relation.Qualifier)))
            {
                form = RelationKeyForm.ConstraintAndPlace;
            }
        }

        foreach (ref var relation in relations)
        {
            if (End(relation) == end)
            {
                relation = relation with { KeyForm = form };
            }
        }
    }
}
