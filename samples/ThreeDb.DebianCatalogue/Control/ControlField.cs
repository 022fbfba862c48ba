namespace ThreeDb.DebianCatalogue.Control;

/// <summary>The fields of deb-control(5) that the catalogue keeps; the relationship fields come first, in the order in which their entries are loaded.</summary>
internal enum ControlField
{
    Depends,
    PreDepends,
    Recommends,
    Suggests,
    Enhances,
    Breaks,
    Conflicts,
    Replaces,
    Provides,
    Package,
    Source,
    Version,
    InstalledSize,
    Maintainer,
    Architecture,
    MultiArch,
    Essential,
    Description,
    DescriptionMd5,
    Homepage,
    Tag,
    Section,
    Priority,
    Size,

    /// <summary>A description in some language, in the lists of translations: <c>Description-en</c>.</summary>
    Translation,

    /// <summary>Any other field; also the number of those that are kept.</summary>
    Other,
}
