using System.Runtime.InteropServices;
using ThreeDb.DebianCatalogue.Control;
using ThreeDb.DebianCatalogue.Dependencies;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>Reads the relationship fields of a package into the catalogue.</summary>
internal sealed class RelationIntake(CatalogueContent content)
{
    private byte[] _constraint = new byte[256];

    /// <summary>Adds the entries of all fields of a package.</summary>
    public (int Start, int Count) Add(ControlParagraph paragraph)
    {
        var start = content.Relations.Count;
        var groups = 0;
        for (var field = ControlField.Depends; field <= ControlField.Provides; field++)
        {
            var before = content.Relations.Count;
            AddField(field, paragraph[field], firstGroup: field == ControlField.PreDepends ? groups : 0);
            groups = content.Relations.Count > before ? content.Relations[^1].Group : 0;
        }

        RelationKeys.Assign(CollectionsMarshal.AsSpan(content.Relations)[start..]);
        return (start, content.Relations.Count - start);
    }

    private void AddField(ControlField field, ReadOnlySpan<byte> text, int firstGroup)
    {
        var needsOne = field is ControlField.Depends or ControlField.PreDepends;
        var reader = new DependencyReader(text);
        while (reader.Read(out var entry))
        {
            content.Relations.Add(new RelationRecord
            {
                Field = field,
                Type = needsOne && entry.Alternatives > 1 ? RelationType.DependsAny : TypeOf(field),
                Target = content.Names.Add(entry.Name),
                Constraint = Constraint(entry.Operator, entry.Version),
                Qualifier = content.Words.Add(entry.Qualifier),
                Group = firstGroup + entry.Group,
                Alternative = entry.Alternative,
                Alternatives = entry.Alternatives,
            });
            if (needsOne && entry.Alternative == entry.Alternatives && entry.Alternatives > 1)
            {
                MakeSure(CollectionsMarshal.AsSpan(content.Relations)[^entry.Alternatives..]);
            }
        }
    }

    /// <summary>A clause that names one package only, in several versions, is no choice: the package cannot do without that one.</summary>
    private static void MakeSure(Span<RelationRecord> clause)
    {
        foreach (var relation in clause)
        {
            if (relation.Target != clause[0].Target)
            {
                return;
            }
        }

        foreach (ref var relation in clause)
        {
            relation = relation with { Type = TypeOf(relation.Field) };
        }
    }

    private int Constraint(ReadOnlySpan<byte> relation, ReadOnlySpan<byte> version)
    {
        if (version.IsEmpty)
        {
            return NameTable.None;
        }

        var length = relation.Length + 1 + version.Length;
        if (_constraint.Length < length)
        {
            _constraint = new byte[length * 2];
        }

        relation.CopyTo(_constraint);
        _constraint[relation.Length] = (byte)' ';
        version.CopyTo(_constraint.AsSpan(relation.Length + 1));
        return content.Constraints.Add(_constraint.AsSpan(0, length));
    }

    private static RelationType TypeOf(ControlField field) => field switch
    {
        ControlField.Depends => RelationType.Depends,
        ControlField.PreDepends => RelationType.PreDepends,
        ControlField.Recommends => RelationType.Recommends,
        ControlField.Suggests => RelationType.Suggests,
        ControlField.Enhances => RelationType.Enhances,
        ControlField.Breaks => RelationType.Breaks,
        ControlField.Conflicts => RelationType.Conflicts,
        ControlField.Replaces => RelationType.Replaces,
        _ => RelationType.Provides,
    };
}
