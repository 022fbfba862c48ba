using System.Text;
using System.Text.Unicode;

namespace ThreeDb.DebianCatalogue.Control;

/// <summary>
/// Cuts a stream into the paragraphs of deb822(5): lines up to an empty one (or one of blanks only), of any length up to
/// <see cref="MaxParagraph"/>. Use: <c>do { while (TryRead(out …)) … } while (await FillAsync())</c>.
/// </summary>
internal sealed class ParagraphReader(Stream stream)
{
    /// <summary>The largest paragraph in bytes; the largest of Debian has 94 kB.</summary>
    public const int MaxParagraph = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[256 * 1024];

    /// <summary>Where the paragraph begins that is being looked for.</summary>
    private int _start;

    /// <summary>Where the first line begins that has not been looked at; all between is of the paragraph.</summary>
    private int _scanned;

    private int _end;
    private bool _ended;

    /// <summary>The next paragraph without its trailing empty line, as valid UTF-8 without U+0000; the span lives until the next call.</summary>
    /// <returns>False when more of the stream is needed.</returns>
    public bool TryRead(out ReadOnlySpan<byte> paragraph)
    {
        while (_scanned < _end)
        {
            var lines = _buffer.AsSpan(_scanned, _end - _scanned);
            var length = lines.IndexOf((byte)'\n');
            if (length < 0 && !_ended)
            {
                break;
            }

            var next = length < 0 ? _end : _scanned + length + 1;
            var line = length < 0 ? lines : lines[..length];
            if (!line.ContainsAnyExcept(Blanks.InLine))
            {
                paragraph = _buffer.AsSpan(_start, _scanned - _start);
                _start = _scanned = next;
                if (!paragraph.IsEmpty)
                {
                    paragraph = Storable(paragraph);
                    return true;
                }
            }
            else
            {
                _scanned = next;
            }
        }

        paragraph = _ended ? Storable(_buffer.AsSpan(_start, _end - _start)) : default;
        _start = _ended ? _end : _start;
        return !paragraph.IsEmpty;
    }

    /// <summary>Reads more of the stream.</summary>
    /// <returns>False when the stream had ended before the call.</returns>
    /// <exception cref="InvalidDataException">A paragraph is larger than <see cref="MaxParagraph"/>.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return false;
        }

        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        _ended = read == 0;
        return true;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _scanned -= _start;
        _start = 0;
        if (_end < _buffer.Length)
        {
            return;
        }

        if (_buffer.Length >= MaxParagraph)
        {
            throw new InvalidDataException($"The stream is not a list of Debian packages: it has a paragraph of more than {MaxParagraph:N0} bytes.");
        }

        Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    private static ReadOnlySpan<byte> Storable(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) && !text.Contains((byte)0)
            ? text
            : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace('\0', '\uFFFD'));
}
