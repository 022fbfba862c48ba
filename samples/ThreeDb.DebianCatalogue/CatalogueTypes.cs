namespace ThreeDb.DebianCatalogue;

/// <summary>The types of the catalogue's entities and what 3db has to know about them.</summary>
public static class CatalogueTypes
{
    /// <summary>A package that can be installed: <c>package/bash</c>.</summary>
    public const string Package = "package";

    /// <summary>A name that packages provide and none has: <c>package/mail-transport-agent</c>.</summary>
    public const string VirtualPackage = "virtual_package";

    /// <summary>A section of the archive: <c>section/editors</c>.</summary>
    public const string Section = "section";

    /// <summary>A source package: <c>source/glibc</c>.</summary>
    public const string Source = "source";

    /// <summary>Who maintains a package: <c>maintainer/doko@debian.org</c>.</summary>
    public const string Maintainer = "maintainer";

    /// <summary>A tag of debtags: <c>tag/role::program</c>.</summary>
    public const string Tag = "tag";

    /// <summary>
    /// The definitions, to be declared before the catalogue is loaded. Only packages are searched by their text and by meaning: a
    /// name alone means nothing, and there are 100,000 of them.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, EntityTypeDefinition>> Definitions { get; } =
    [
        new(Package, new EntityTypeDefinition
        {
            Title = "name",
            Text = ["summary", "description"],
            Relations =
            [
                new() { Field = "section", Relation = CatalogueRelations.InSection, To = Section, Id = "section/{value}", Create = true },
                new() { Field = "source", Relation = CatalogueRelations.BuiltFrom, To = Source, Id = "source/{value}", Create = true },
                new() { Field = "maintainer", Relation = CatalogueRelations.MaintainedBy, To = Maintainer, Id = "maintainer/{value}" },
                new() { Field = "tags[]", Relation = CatalogueRelations.HasTag, To = Tag, Id = "tag/{value}", Create = true },
            ],
        }),
        new(VirtualPackage, NameOnly()),
        new(Section, NameOnly()),
        new(Source, NameOnly()),
        new(Maintainer, NameOnly("email")),
        new(Tag, NameOnly()),
    ];

    private static EntityTypeDefinition NameOnly(params IReadOnlyList<string> text) => new() { Title = "name", Text = text, Embed = false };
}
