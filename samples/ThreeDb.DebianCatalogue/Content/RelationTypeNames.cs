namespace ThreeDb.DebianCatalogue.Content;

/// <summary>The names of <see cref="RelationType"/>.</summary>
internal static class RelationTypeNames
{
    /// <summary>The names in the order of the type's values.</summary>
    public static readonly string[] All =
    [
        CatalogueRelations.Depends, CatalogueRelations.DependsAny, CatalogueRelations.PreDepends, CatalogueRelations.Recommends,
        CatalogueRelations.Suggests, CatalogueRelations.Enhances, CatalogueRelations.Breaks, CatalogueRelations.Conflicts,
        CatalogueRelations.Replaces, CatalogueRelations.Provides,
    ];
}
