namespace ThreeDb.DebianCatalogue.Packing;

/// <summary>Texts packed one behind the other in blocks of 1 MiB. Texts are never changed, so spans may be kept; one thread adds.</summary>
internal sealed class TextStore
{
    private const int BlockBits = 20;
    private const int BlockSize = 1 << BlockBits;

    private readonly List<byte[]> _blocks = [];
    private int _used = BlockSize;

    /// <summary>The bytes of a text.</summary>
    public ReadOnlySpan<byte> this[TextRange range] =>
        range.Length == 0 ? [] : _blocks[(int)(range.Start >> BlockBits)].AsSpan((int)(range.Start & (BlockSize - 1)), range.Length);

    /// <summary>Keeps a copy of a text.</summary>
    /// <exception cref="InvalidDataException">There are 4 GiB of texts.</exception>
    public TextRange Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return default;
        }

        if (_used + text.Length > BlockSize)
        {
            if (_blocks.Count == 1 << (32 - BlockBits))
            {
                throw new InvalidDataException("The catalogue has more than 4 GiB of text.");
            }

            // A text that is larger than a block gets a block of its own size.
            _blocks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, text.Length)));
            _used = 0;
        }

        text.CopyTo(_blocks[^1].AsSpan(_used));
        var range = new TextRange(((uint)(_blocks.Count - 1) << BlockBits) | (uint)_used, text.Length);
        _used += text.Length;
        return range;
    }
}

/// <summary>Where a text lies in its <see cref="TextStore"/>; the default is the empty text.</summary>
/// <param name="Start">The number of the block and the offset in it.</param>
/// <param name="Length">The length in bytes.</param>
internal readonly record struct TextRange(uint Start, int Length);
