namespace ThreeDb.DebianCatalogue;

/// <summary>The types of the relations that the catalogue has.</summary>
public static class CatalogueRelations
{
    /// <summary>A package cannot do without the other. Several of them between the same two packages are bounds of its version.</summary>
    public const string Depends = "DEPENDS";

    /// <summary>
    /// A package needs one of several others: those whose relations have the same <c>group</c>. From <c>Depends</c> and, with
    /// <c>"pre": true</c>, from <c>Pre-Depends</c>.
    /// </summary>
    public const string DependsAny = "DEPENDS_ANY";

    /// <summary>A package cannot be unpacked before the other is set up.</summary>
    public const string PreDepends = "PRE_DEPENDS";

    /// <summary>A package is usually found together with the other.</summary>
    public const string Recommends = "RECOMMENDS";

    /// <summary>The other makes a package more useful.</summary>
    public const string Suggests = "SUGGESTS";

    /// <summary>A package makes the other more useful.</summary>
    public const string Enhances = "ENHANCES";

    /// <summary>A package cannot be set up while the other is.</summary>
    public const string Breaks = "BREAKS";

    /// <summary>A package cannot be unpacked while the other is.</summary>
    public const string Conflicts = "CONFLICTS";

    /// <summary>A package may overwrite files of the other, or takes its place.</summary>
    public const string Replaces = "REPLACES";

    /// <summary>A package can stand for the other, which may be a virtual one.</summary>
    public const string Provides = "PROVIDES";

    /// <summary>
    /// From a virtual package to the one package that provides it: what needs the first cannot do without the second. Not an entry of
    /// the catalogue.
    /// </summary>
    public const string OnlyProvidedBy = "ONLY_PROVIDED_BY";

    /// <summary>From a package to its section; follows from its field.</summary>
    public const string InSection = "IN_SECTION";

    /// <summary>From a package to each of its tags; follows from its field.</summary>
    public const string HasTag = "HAS_TAG";

    /// <summary>From a package to its maintainer; follows from its field.</summary>
    public const string MaintainedBy = "MAINTAINED_BY";

    /// <summary>From a package to the source package that it is built from; follows from its field.</summary>
    public const string BuiltFrom = "BUILT_FROM";
}
