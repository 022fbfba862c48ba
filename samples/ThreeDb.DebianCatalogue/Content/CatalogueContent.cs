using System.Runtime.InteropServices;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>The catalogue in memory. <see cref="PackageIntake"/> fills it, and <see cref="Descriptions"/> fills itself; then both are only read.</summary>
internal sealed class CatalogueContent
{
    public CatalogueContent()
    {
        Names = new NameTable(Text);
        Sections = new NameTable(Text);
        Sources = new NameTable(Text);
        Tags = new NameTable(Text);
        Words = new NameTable(Text);
        Constraints = new NameTable(Text);
        Maintainers = new MaintainerTable(Text);
    }

    /// <summary>All texts but the translated descriptions.</summary>
    public TextStore Text { get; } = new();

    /// <summary>The names of packages and those that relations lead to.</summary>
    public NameTable Names { get; }

    public NameTable Sections { get; }

    public NameTable Sources { get; }

    public NameTable Tags { get; }

    /// <summary>Priorities, architectures and their like.</summary>
    public NameTable Words { get; }

    /// <summary>Operators with versions, as in <c>>= 1.2</c>.</summary>
    public NameTable Constraints { get; }

    public MaintainerTable Maintainers { get; }

    /// <summary>The packages in the order of the list.</summary>
    public List<PackageRecord> Packages { get; } = [];

    /// <summary>The tags of all packages, one package after the other.</summary>
    public List<int> PackageTags { get; } = [];

    /// <summary>The entries of all packages, one package after the other, field by field.</summary>
    public List<RelationRecord> Relations { get; } = [];

    /// <summary>The long descriptions.</summary>
    public DescriptionTable Descriptions { get; } = new();

    public ReadOnlySpan<int> TagsOf(in PackageRecord package) => CollectionsMarshal.AsSpan(PackageTags).Slice(package.Tags.Start, package.Tags.Count);

    public ReadOnlySpan<RelationRecord> RelationsOf(in PackageRecord package) =>
        CollectionsMarshal.AsSpan(Relations).Slice(package.Relations.Start, package.Relations.Count);

    /// <summary>The long description; empty when there is none.</summary>
    public ReadOnlySpan<byte> DescriptionOf(in PackageRecord package) =>
        package.Description.Length > 0 ? Text[package.Description] : Descriptions[package.DescriptionKey];
}
