using System.Buffers.Binary;

namespace ThreeDb.Postgres;

/// <summary>The rows of a binary COPY, one at a time, without an object for each.</summary>
/// <remarks>The format: an 11-byte signature, flags, an extension; then for each row a count of columns, and for each column a length (-1 for null) and its bytes.</remarks>
internal sealed class CopiedRows(Stream stream, int columns)
{
    private const int Signature = 11;

    private byte[] _buffer = new byte[1 << 20];
    private readonly int[] _starts = new int[columns];
    private readonly int[] _lengths = new int[columns];
    private int _from;
    private int _to;
    private bool _begun;

    /// <summary>Moves to the next row that has come already; false when more has to be read first, or there are none.</summary>
    public bool TryNext()
    {
        if (!_begun)
        {
            return false;
        }

        var at = _from + sizeof(short);
        if (at > _to || IsEnd)
        {
            return false;
        }

        for (var column = 0; column < columns; column++)
        {
            if (at + sizeof(int) > _to)
            {
                return false;
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(at));
            at += sizeof(int);
            (_starts[column], _lengths[column]) = (at, length);
            at += Math.Max(length, 0);
            if (at > _to)
            {
                return false;
            }
        }

        _from = at;
        return true;
    }

    /// <summary>Reads more; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_begun && _to - _from >= sizeof(short) && IsEnd)
        {
            return false;
        }

        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_to), cancellationToken).ConfigureAwait(false);
        _to += read;
        const int Header = Signature + (2 * sizeof(int));
        if (!_begun && _to >= Header)
        {
            _from = Header + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(Signature + sizeof(int)));
            _begun = true;
        }

        return read > 0;
    }

    public bool IsNull(int column) => _lengths[column] < 0;

    public ReadOnlySpan<byte> Bytes(int column) => _buffer.AsSpan(_starts[column], Math.Max(_lengths[column], 0));

    public long Long(int column) => BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(_starts[column]));

    public double Double(int column) => BinaryPrimitives.ReadDoubleBigEndian(_buffer.AsSpan(_starts[column]));

    // A count of -1 in the place of a row.
    private bool IsEnd => BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_from)) < 0;
}
