using System.IO.Compression;
using System.Resources;
using ThreeDb.DebianCatalogue.Content;
using ThreeDb.DebianCatalogue.Loading;
using ThreeDb.DebianCatalogue.Mutations;

namespace ThreeDb.DebianCatalogue;

/// <summary>
/// Debian's package catalogue, in memory and ready to load. Declare <see cref="CatalogueTypes.Definitions"/> first, then load the
/// <see cref="Phases"/> in their order.
/// </summary>
public sealed class Catalogue
{
    private Catalogue(LoadScope scope)
    {
        var count = new LoadCount(scope);
        Counts = count.Counts;
        IsWhole = scope.IsWhole;
        Phases =
        [
            new(
                "sections, sources, maintainers and tags",
                Counts.Sections + Counts.Sources + Counts.Maintainers + Counts.Tags,
                SmallEntities.Create(scope, count)),
            new("packages", Counts.Packages + Counts.VirtualPackages, PackageEntities.Create(scope)),
            new("relations", Counts.TotalRelations, PackageRelations.Create(scope, count)),
        ];
    }

    /// <summary>How much there is to load.</summary>
    public CatalogueCounts Counts { get; }

    /// <summary>Whether it is all of the list, rather than a part of it. The sample is a part.</summary>
    public bool IsWhole { get; }

    /// <summary>What to load: small entities, then packages, then relations.</summary>
    public IReadOnlyList<CataloguePhase> Phases { get; }

    /// <summary>Reads the catalogue. The two streams are read at the same time, each to its end, and are left open.</summary>
    /// <param name="available">The packages, as <c>apt-cache dumpavail</c> prints them.</param>
    /// <param name="translations">The long descriptions: a list <c>Translation-en</c>.</param>
    /// <param name="limit">
    /// The largest number of packages, or null for all. A part begins with well-known packages and what they depend on; relations to
    /// packages outside of it are left out. Every mutation of a part is one of the whole too.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A stream is no such list.</exception>
    public static async Task<Catalogue> ReadAsync(
        Stream available,
        Stream translations,
        int? limit = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(available);
        ArgumentNullException.ThrowIfNull(translations);
        if (limit is { } least)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(least, nameof(limit));
        }

        var content = await ReadContentAsync(available, translations, cancellationToken).ConfigureAwait(false);
        return new Catalogue(limit < content.Packages.Count ? LoadScope.Part(content, limit.Value) : LoadScope.Whole(content));
    }

    /// <summary>
    /// Reads the sample that comes with the library: 1,600 packages of Debian 13, for machines without apt. Like any part it holds
    /// well-known packages and no relations that lead out of it.
    /// </summary>
    public static async Task<Catalogue> ReadSampleAsync(CancellationToken cancellationToken = default)
    {
        var available = Resource("packages.br");
        await using var _ = available.ConfigureAwait(false);
        var translations = Resource("translations.br");
        await using var __ = translations.ConfigureAwait(false);
        var content = await ReadContentAsync(available, translations, cancellationToken).ConfigureAwait(false);
        return new Catalogue(LoadScope.Part(content, content.Packages.Count));
    }

    private static BrotliStream Resource(string name) =>
        new(typeof(Catalogue).Assembly.GetManifestResourceStream(name) ?? throw new MissingManifestResourceException(name), CompressionMode.Decompress);

    private static async Task<CatalogueContent> ReadContentAsync(Stream available, Stream translations, CancellationToken cancellationToken)
    {
        // In parallel not only for speed: two processes may write the streams, and neither may have to wait for the other.
        var content = new CatalogueContent();
        await Task.WhenAll(
            Task.Run(() => PackageIntake.ReadAsync(available, content, cancellationToken), cancellationToken),
            Task.Run(() => content.Descriptions.ReadAsync(translations, cancellationToken), cancellationToken)).ConfigureAwait(false);
        return content;
    }
}
