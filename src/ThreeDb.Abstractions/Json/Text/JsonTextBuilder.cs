using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Puts a JSON text together from pieces of other JSON texts, which are copied as they are.</summary>
internal sealed class JsonTextBuilder : IDisposable
{
    /// <summary>The deepest nesting that is written; far above what <see cref="JsonGuard"/> accepts, far below what a stack holds.</summary>
    public const int MaxDepth = 1_000;

    private static readonly SearchValues<char> Special =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    // What was copied may have comments or trailing commas, when the caller's parser took them.
    private static readonly JsonDocumentOptions Lenient = new()
    {
        MaxDepth = int.MaxValue,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private byte[] _buffer;
    private int _length;
    private int _depth;
    private bool _afterValue;

    public JsonTextBuilder(int sizeHint) => _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, 64));

    public void StartObject() => Start((byte)'{');

    public void EndObject() => End((byte)'}');

    public void StartArray() => Start((byte)'[');

    public void EndArray() => End((byte)']');

    /// <summary>The name of the next member.</summary>
    public void Name(string name)
    {
        String(name);
        NameWritten();
    }

    /// <summary>The name of the next member, escaped already, without its quotes.</summary>
    public void RawName(ReadOnlySpan<byte> name)
    {
        Comma();
        Append((byte)'"');
        Append(name);
        Append((byte)'"');
        NameWritten();
    }

    /// <summary>A value that is JSON already.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        Comma();
        Append(json);
        _afterValue = true;
    }

    public void String(string text)
    {
        Comma();
        Append((byte)'"');
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Special) is var at and >= 0)
        {
            AppendText(rest[..at]);
            AppendEscape(rest[at]);
            rest = rest[(at + 1)..];
        }

        AppendText(rest);
        Append((byte)'"');
        _afterValue = true;
    }

    /// <summary>What was written, as a value that needs no disposal.</summary>
    public JsonElement ToElement() => JsonElement.Parse(_buffer.AsSpan(0, _length), Lenient);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Start(byte bracket)
    {
        if (++_depth > MaxDepth)
        {
            throw new ThreeDbException(ErrorCodes.JsonTooDeep, $"The result is nested more than {MaxDepth:N0} levels deep.");
        }

        Comma();
        Append(bracket);
        _afterValue = false;
    }

    private void End(byte bracket)
    {
        _depth--;
        Append(bracket);
        _afterValue = true;
    }

    private void NameWritten()
    {
        Append((byte)':');
        _afterValue = false;
    }

    private void Comma()
    {
        if (_afterValue)
        {
            Append((byte)',');
        }
    }

    private void AppendEscape(char character)
    {
        Append((byte)'\\');
        if (character is '"' or '\\')
        {
            Append((byte)character);
            return;
        }

        AppendText($"u{(int)character:x4}");
    }

    private void AppendText(ReadOnlySpan<char> text)
    {
        Reserve(text.Length * 3);
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Append(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    private void Reserve(int room)
    {
        if (_buffer.Length - _length >= room)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + room));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
