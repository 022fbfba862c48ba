using System.Buffers.Text;
using ThreeDb.DebianCatalogue.Control;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>
/// Reads a list of packages (<c>apt-cache dumpavail</c>, or a Packages file). Of a package that comes twice, for another architecture
/// or from another archive, the first counts.
/// </summary>
internal sealed class PackageIntake
{
    private readonly CatalogueContent _content;
    private readonly RelationIntake _relations;
    private readonly HashSet<int> _seen = [];
    private byte[] _folded = [];

    private PackageIntake(CatalogueContent content)
    {
        _content = content;
        _relations = new RelationIntake(content);
    }

    /// <summary>Reads the list into <paramref name="content"/>.</summary>
    public static async Task ReadAsync(Stream available, CatalogueContent content, CancellationToken cancellationToken)
    {
        var intake = new PackageIntake(content);
        var reader = new ParagraphReader(available);
        do
        {
            while (reader.TryRead(out var paragraph))
            {
                intake.Add(new ControlParagraph(paragraph));
            }
        }
        while (await reader.FillAsync(cancellationToken).ConfigureAwait(false));
    }

    private void Add(ControlParagraph paragraph)
    {
        var name = _content.Names.Add(paragraph.Line(ControlField.Package));
        if (name == NameTable.None || !_seen.Add(name))
        {
            return;
        }

        _content.Packages.Add(new PackageRecord
        {
            Name = name,
            Version = _content.Text.Add(paragraph.Line(ControlField.Version)),
            Summary = _content.Text.Add(paragraph.Line(ControlField.Description)),
            Homepage = _content.Text.Add(paragraph.Line(ControlField.Homepage)),
            Description = Description(paragraph.Continuation(ControlField.Description)),
            DescriptionKey = DescriptionTable.Key(paragraph.Line(ControlField.DescriptionMd5)),
            Section = _content.Sections.Add(paragraph.Line(ControlField.Section)),
            Source = _content.Sources.Add(Source(paragraph)),
            Maintainer = _content.Maintainers.Add(paragraph.Line(ControlField.Maintainer)),
            Priority = _content.Words.Add(paragraph.Line(ControlField.Priority)),
            Architecture = _content.Words.Add(paragraph.Line(ControlField.Architecture)),
            MultiArch = _content.Words.Add(paragraph.Line(ControlField.MultiArch)),
            Essential = paragraph.Line(ControlField.Essential).SequenceEqual("yes"u8),
            InstalledSize = Size(paragraph.Line(ControlField.InstalledSize)),
            DownloadSize = Size(paragraph.Line(ControlField.Size)),
            Tags = Tags(paragraph[ControlField.Tag]),
            Relations = _relations.Add(paragraph),
        });
    }

    private TextRange Description(ReadOnlySpan<byte> lines)
    {
        if (_folded.Length < lines.Length)
        {
            _folded = new byte[lines.Length * 2];
        }

        return _content.Text.Add(_folded.AsSpan(0, LongDescription.Fold(lines, _folded)));
    }

    /// <summary>The name before a version in brackets; a package without the field is built from the source of its own name.</summary>
    private static ReadOnlySpan<byte> Source(ControlParagraph paragraph)
    {
        var source = paragraph.Line(ControlField.Source);
        var end = source.IndexOfAny(" \t("u8);
        source = end < 0 ? source : source[..end];
        return source.IsEmpty ? paragraph.Line(ControlField.Package) : source;
    }

    private static long Size(ReadOnlySpan<byte> number) =>
        Utf8Parser.TryParse(number, out long size, out var read) && read == number.Length && size >= 0 ? size : -1;

    private (int Start, int Count) Tags(ReadOnlySpan<byte> tags)
    {
        var start = _content.PackageTags.Count;
        foreach (var range in tags.Split((byte)','))
        {
            var tag = _content.Tags.Add(tags[range].Trim(Blanks.Any));
            if (tag != NameTable.None && _content.PackageTags.IndexOf(tag, start) < 0)
            {
                _content.PackageTags.Add(tag);
            }
        }

        return (start, _content.PackageTags.Count - start);
    }
}
