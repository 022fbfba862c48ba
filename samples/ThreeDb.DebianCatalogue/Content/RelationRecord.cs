using ThreeDb.DebianCatalogue.Control;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>One entry of a relationship field.</summary>
internal readonly record struct RelationRecord
{
    /// <summary>The field that it stands in.</summary>
    public required ControlField Field { get; init; }

    /// <summary>The type of its relation.</summary>
    public required RelationType Type { get; init; }

    /// <summary>What its key is made of.</summary>
    public RelationKeyForm KeyForm { get; init; }

    /// <summary>The name that it leads to.</summary>
    public required int Target { get; init; }

    /// <summary>Operator and version as in <c>>= 1.2</c>, or none.</summary>
    public required int Constraint { get; init; }

    /// <summary>The architecture behind the colon, or none.</summary>
    public required int Qualifier { get; init; }

    /// <summary>The number of its clause, from 1; those of Pre-Depends go on from those of Depends, so that a number names one clause of a package.</summary>
    public required int Group { get; init; }

    /// <summary>Which alternative of the clause it is, from 1.</summary>
    public required int Alternative { get; init; }

    /// <summary>How many alternatives the clause has.</summary>
    public required int Alternatives { get; init; }
}
