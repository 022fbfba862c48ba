namespace ThreeDb.DebianCatalogue;

/// <summary>How much there is to load.</summary>
public sealed record CatalogueCounts
{
    /// <summary>Packages.</summary>
    public required int Packages { get; init; }

    /// <summary>Names that packages provide and none has.</summary>
    public required int VirtualPackages { get; init; }

    /// <summary>Names that relations lead to and that no package has or provides: they become stubs. None in a part of the catalogue.</summary>
    public required int MissingPackages { get; init; }

    /// <summary>Sections.</summary>
    public required int Sections { get; init; }

    /// <summary>Source packages.</summary>
    public required int Sources { get; init; }

    /// <summary>Maintainers: distinct addresses.</summary>
    public required int Maintainers { get; init; }

    /// <summary>Distinct Maintainer fields: some maintainers spell their name in several ways.</summary>
    public required int MaintainerSpellings { get; init; }

    /// <summary>Tags.</summary>
    public required int Tags { get; init; }

    /// <summary>Tags of packages, counted with each package.</summary>
    public required int TagAssignments { get; init; }

    /// <summary>Bytes of long descriptions, in UTF-8.</summary>
    public required long DescriptionBytes { get; init; }

    /// <summary>Entries by Debian's name of their field, such as <c>Pre-Depends</c>; every alternative counts.</summary>
    public required IReadOnlyDictionary<string, int> Entries { get; init; }

    /// <summary>Relations by their type, without those that follow from fields of packages.</summary>
    public required IReadOnlyDictionary<string, int> Relations { get; init; }

    /// <summary>Entries of all fields; each makes one relation.</summary>
    public int TotalEntries => Entries.Values.Sum();

    /// <summary>Relations of all types: <see cref="TotalEntries"/> and those of the type <see cref="CatalogueRelations.OnlyProvidedBy"/>.</summary>
    public int TotalRelations => Relations.Values.Sum();

    /// <summary>Entities of all types, without stubs.</summary>
    public int TotalEntities => Packages + VirtualPackages + Sections + Sources + Maintainers + Tags;
}
