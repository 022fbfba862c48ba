using System.Buffers;
using System.Buffers.Text;

namespace ThreeDb.Connectors.Resp;

/// <summary>Reads values from bytes that arrive in any pieces. What has been taken is never looked at twice, except for an unfinished line.</summary>
/// <remarks>After an exception the parser must not be used any more.</remarks>
internal sealed class RespParser(RespLimits limits)
{
    private const int ValueCost = 32;

    private readonly List<RespFrame> _frames = [];
    private readonly RespBlob _blob = new();
    private int _depth;
    private State _state;
    private RespValue[]? _attributes;
    private long _cost;

    private enum State
    {
        Value,
        BlobBytes,
        ChunkLength,
    }

    /// <summary>Reads one value.</summary>
    /// <param name="buffer">What has arrived; what was taken is cut off.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="RespProtocolException">It is not RESP, or too much.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, out RespValue value)
    {
        var reader = new SequenceReader<byte>(buffer);
        var found = TryRead(ref reader, out value);
        buffer = buffer.Slice(reader.Position);
        return found;
    }

    private bool TryRead(ref SequenceReader<byte> reader, out RespValue value)
    {
        while (true)
        {
            bool whole;
            if (_state == State.BlobBytes)
            {
                if (!_blob.Fill(ref reader))
                {
                    value = default;
                    return false;
                }

                whole = EndBytes(out value);
            }
            else if (!TryReadLine(ref reader, out var line))
            {
                value = default;
                return false;
            }
            else
            {
                whole = _state == State.ChunkLength ? Chunk(line, out value) : Begin(line, out value);
            }

            if (whole && Place(ref value))
            {
                _cost = 0;
                return true;
            }
        }
    }

    private bool TryReadLine(ref SequenceReader<byte> reader, out ReadOnlySpan<byte> line)
    {
        if (!reader.TryReadTo(out line, (byte)'\n'))
        {
            return reader.Remaining <= limits.MaxLine ? false : throw TooLong("A line", limits.MaxLine);
        }

        if (line.Length > limits.MaxLine)
        {
            throw TooLong("A line", limits.MaxLine);
        }

        if (line.Length < 2 || line.IndexOf((byte)'\r') != line.Length - 1)
        {
            throw new RespProtocolException("A line is empty, or does not end with CR LF.");
        }

        line = line[..^1];
        return true;
    }

    // True when the line is a whole value; false when more belongs to it.
    private bool Begin(ReadOnlySpan<byte> line, out RespValue value)
    {
        var text = line[1..];
        Charge(ValueCost + text.Length);
        value = default;
        switch (line[0])
        {
            case (byte)'+':
                value = RespValue.Of(RespType.Text, text.ToArray());
                return true;
            case (byte)'-':
                value = RespValue.Of(RespType.Error, text.ToArray());
                return true;
            case (byte)':':
                value = Utf8Parser.TryParse(text, out long integer, out var read) && read == text.Length ? RespValue.Of(integer) : throw Bad("integer");
                return true;
            case (byte)',':
                value = RespNumber.TryDouble(text, out var number) ? RespValue.Of(number) : throw Bad("double");
                return true;
            case (byte)'(':
                value = RespNumber.IsInteger(text) ? RespValue.Of(RespType.BigNumber, text.ToArray()) : throw Bad("big number");
                return true;
            case (byte)'#':
                value = text.Length == 1 && text[0] is (byte)'t' or (byte)'f' ? RespValue.Of(text[0] == (byte)'t') : throw Bad("boolean");
                return true;
            case (byte)'_':
                return text.Length == 0 ? true : throw Bad("null");
            case (byte)'$':
                return BeginBlob(RespType.Blob, text);
            case (byte)'!':
                return BeginBlob(RespType.Error, text);
            case (byte)'=':
                return BeginBlob(RespType.Verbatim, text);
            case (byte)'*':
                return BeginItems(RespType.Array, text, out value);
            case (byte)'%':
                return BeginItems(RespType.Map, text, out value);
            case (byte)'~':
                return BeginItems(RespType.Set, text, out value);
            case (byte)'|':
                return BeginItems(RespType.Attribute, text, out value);
            case (byte)'>':
                return _depth == 0 && _attributes is null ? BeginItems(RespType.Push, text, out value) : throw Bad("push");
            case (byte)'.':
                return End(text, out value);
            default:
                throw new RespProtocolException($"0x{line[0]:X2} begins no value.");
        }
    }

    // RESP2 says null by a length of -1.
    private bool BeginBlob(RespType type, ReadOnlySpan<byte> text)
    {
        if (type == RespType.Blob && text.SequenceEqual("-1"u8))
        {
            return true;
        }

        var streamed = type == RespType.Blob && text.SequenceEqual("?"u8);
        _blob.Begin(type, streamed);
        if (!streamed)
        {
            Expect(text);
        }

        _state = streamed ? State.ChunkLength : State.BlobBytes;
        return false;
    }

    private bool Chunk(ReadOnlySpan<byte> line, out RespValue value)
    {
        if (line[0] != (byte)';')
        {
            throw Bad("chunk");
        }

        Charge(ValueCost);
        if (line[1..].SequenceEqual("0"u8))
        {
            _state = State.Value;
            value = RespValue.Of(RespType.Blob, _blob.Take());
            return true;
        }

        Expect(line[1..]);
        _state = State.BlobBytes;
        value = default;
        return false;
    }

    private void Expect(ReadOnlySpan<byte> text)
    {
        var length = Length(text, "blob");
        if (length > limits.MaxBlob - _blob.Length)
        {
            throw TooLong("A blob", limits.MaxBlob);
        }

        Charge(length);
        _blob.Expect((int)length);
    }

    private bool EndBytes(out RespValue value)
    {
        _state = _blob.IsStreamed ? State.ChunkLength : State.Value;
        value = default;
        if (_blob.IsStreamed)
        {
            return false;
        }

        var bytes = _blob.Take();
        value = _blob.Type != RespType.Verbatim || (bytes.Length >= 4 && bytes[3] == (byte)':') ? RespValue.Of(_blob.Type, bytes) : throw Bad("verbatim text");
        return true;
    }

    private bool BeginItems(RespType type, ReadOnlySpan<byte> text, out RespValue value)
    {
        value = default;
        if (type == RespType.Array && text.SequenceEqual("-1"u8))
        {
            return true;
        }

        var streamed = type is RespType.Array or RespType.Map or RespType.Set && text.SequenceEqual("?"u8);
        var count = streamed ? -1 : Length(text, "aggregate");
        if (count > limits.MaxAnswer / ValueCost)
        {
            throw TooLong("An answer", limits.MaxAnswer);
        }

        if (count == 0)
        {
            value = RespValue.Of(type, Array.Empty<RespValue>());
            return true;
        }

        if (_depth == limits.MaxDepth)
        {
            throw new RespProtocolException($"An answer nests deeper than {limits.MaxDepth}.");
        }

        if (_depth == _frames.Count)
        {
            _frames.Add(new RespFrame());
        }

        _frames[_depth++].Begin(type, count > 0 && type is RespType.Map or RespType.Attribute && !streamed ? count * 2 : count);
        return false;
    }

    private bool End(ReadOnlySpan<byte> text, out RespValue value)
    {
        if (text.Length > 0 || _depth == 0 || _frames[_depth - 1] is not { IsStreamed: true, IsHalfPair: false, NextAttributes: null } frame)
        {
            throw Bad("end");
        }

        _depth--;
        value = RespValue.Of(frame.Type, frame.Take());
        return true;
    }

    // Puts a whole value where it belongs; true when the answer is whole with it.
    private bool Place(ref RespValue value)
    {
        while (true)
        {
            var frame = _depth == 0 ? null : _frames[_depth - 1];
            if (value.Type == RespType.Attribute)
            {
                SetAttributes(frame, value.Items.ToArray());
                return false;
            }

            if ((frame is null ? _attributes : frame.NextAttributes) is { } attributes)
            {
                value = value.With(attributes);
                SetAttributes(frame, null);
            }

            if (frame is null)
            {
                return true;
            }

            frame.Add(value);
            if (!frame.IsFull)
            {
                return false;
            }

            _depth--;
            value = RespValue.Of(frame.Type, frame.Take());
        }
    }

    private void SetAttributes(RespFrame? frame, RespValue[]? attributes)
    {
        if (frame is null)
        {
            _attributes = attributes;
        }
        else
        {
            frame.NextAttributes = attributes;
        }
    }

    private void Charge(long cost)
    {
        _cost += cost;
        if (_cost > limits.MaxAnswer)
        {
            throw TooLong("An answer", limits.MaxAnswer);
        }
    }

    private static long Length(ReadOnlySpan<byte> text, string what) =>
        Utf8Parser.TryParse(text, out uint length, out var read) && read == text.Length ? length : throw Bad(what);

    private static RespProtocolException Bad(string what) => new($"That is no {what}.");

    private static RespProtocolException TooLong(string what, long limit) => new($"{what} is longer than {limit} bytes.");
}
