using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>A package. Numbers are of the tables of the same name in <see cref="CatalogueContent"/>; sizes are -1 when missing.</summary>
internal readonly record struct PackageRecord
{
    public required int Name { get; init; }

    public required TextRange Version { get; init; }

    public required TextRange Summary { get; init; }

    public required TextRange Homepage { get; init; }

    /// <summary>The long description where the list of packages has it itself; else empty.</summary>
    public required TextRange Description { get; init; }

    /// <summary>The key of the long description among the translations.</summary>
    public required UInt128 DescriptionKey { get; init; }

    public required int Section { get; init; }

    public required int Source { get; init; }

    public required int Maintainer { get; init; }

    public required int Priority { get; init; }

    public required int Architecture { get; init; }

    public required int MultiArch { get; init; }

    public required bool Essential { get; init; }

    /// <summary>In KiB.</summary>
    public required long InstalledSize { get; init; }

    /// <summary>In bytes.</summary>
    public required long DownloadSize { get; init; }

    /// <summary>Its part of <see cref="CatalogueContent.PackageTags"/>.</summary>
    public required (int Start, int Count) Tags { get; init; }

    /// <summary>Its part of <see cref="CatalogueContent.Relations"/>.</summary>
    public required (int Start, int Count) Relations { get; init; }
}
