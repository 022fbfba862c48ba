namespace ThreeDb.DebianCatalogue.Content;

/// <summary>The types of relations that entries of the catalogue make.</summary>
internal enum RelationType : byte
{
    Depends,
    DependsAny,
    PreDepends,
    Recommends,
    Suggests,
    Enhances,
    Breaks,
    Conflicts,
    Replaces,
    Provides,
}

/// <summary>What the key of a relation is made of.</summary>
internal enum RelationKeyForm : byte
{
    /// <summary>The empty key: there is no other relation of the type between the two packages.</summary>
    Empty,

    /// <summary>The constraint, which is enough to tell them apart.</summary>
    Constraint,

    /// <summary>The constraint and the place in the field.</summary>
    ConstraintAndPlace,
}
