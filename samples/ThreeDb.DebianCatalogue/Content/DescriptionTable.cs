using System.Globalization;
using ThreeDb.DebianCatalogue.Control;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>Long descriptions by the MD5 of the original, which packages with the same description share.</summary>
internal sealed class DescriptionTable
{
    private readonly TextStore _text = new();
    private readonly Dictionary<UInt128, TextRange> _ranges = [];
    private byte[] _folded = [];

    /// <summary>The text of a key; empty when there is none.</summary>
    public ReadOnlySpan<byte> this[UInt128 key] => _ranges.TryGetValue(key, out var range) ? _text[range] : [];

    /// <summary>Reads a list of translations (<c>Translation-en</c>).</summary>
    public async Task ReadAsync(Stream translations, CancellationToken cancellationToken)
    {
        var reader = new ParagraphReader(translations);
        do
        {
            while (reader.TryRead(out var paragraph))
            {
                Add(new ControlParagraph(paragraph));
            }
        }
        while (await reader.FillAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The key that a field <c>Description-md5</c> holds; 0 for none.</summary>
    public static UInt128 Key(ReadOnlySpan<byte> md5) =>
        md5.Length == 32 && UInt128.TryParse(md5, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) ? key : 0;

    private void Add(ControlParagraph paragraph)
    {
        var lines = paragraph.Continuation(ControlField.Translation);
        var key = Key(paragraph[ControlField.DescriptionMd5]);
        if (key == 0 || lines.IsEmpty || _ranges.ContainsKey(key))
        {
            return;
        }

        if (_folded.Length < lines.Length)
        {
            _folded = new byte[lines.Length * 2];
        }

        _ranges.Add(key, _text.Add(_folded.AsSpan(0, LongDescription.Fold(lines, _folded))));
    }
}
