using System.Buffers;

namespace ThreeDb.Connectors.Resp;

/// <summary>Bytes of known length that are still arriving, in one piece or in chunks. Memory grows with what arrives.</summary>
internal sealed class RespBlob
{
    private const int FirstCapacity = 4096;

    private byte[] _bytes = [];
    private int _filled;
    private int _end;

    /// <summary>What it is.</summary>
    public RespType Type { get; private set; }

    /// <summary>Whether it comes in chunks.</summary>
    public bool IsStreamed { get; private set; }

    /// <summary>How long it is so far, with the chunk that is arriving.</summary>
    public int Length => _end;

    public void Begin(RespType type, bool streamed)
    {
        Type = type;
        IsStreamed = streamed;
        _filled = 0;
        _end = 0;
        _bytes = [];
    }

    /// <summary>Expects so many more bytes.</summary>
    public void Expect(int length)
    {
        _end += length;
        if (_bytes.Length == 0)
        {
            _bytes = new byte[Math.Min(length, FirstCapacity)];
        }
    }

    /// <summary>Takes what is there; true when all expected bytes and the line end after them have arrived.</summary>
    public bool Fill(ref SequenceReader<byte> reader)
    {
        while (_filled < _end && !reader.End)
        {
            if (_filled == _bytes.Length)
            {
                Array.Resize(ref _bytes, (int)Math.Min(_end, Math.Max(FirstCapacity, Math.Max(_filled * 2L, _filled + reader.Remaining))));
            }

            var part = (int)Math.Min(Math.Min(_end, _bytes.Length) - _filled, reader.Remaining);
            reader.TryCopyTo(_bytes.AsSpan(_filled, part));
            reader.Advance(part);
            _filled += part;
        }

        if (_filled < _end || reader.Remaining < 2)
        {
            return false;
        }

        return reader.IsNext("\r\n"u8, advancePast: true) ? true : throw new RespProtocolException("A blob is longer than it says.");
    }

    /// <summary>The bytes; the blob lets go of them.</summary>
    public byte[] Take()
    {
        var bytes = _filled == _bytes.Length ? _bytes : _bytes.AsSpan(0, _filled).ToArray();
        _bytes = [];
        return bytes;
    }
}
