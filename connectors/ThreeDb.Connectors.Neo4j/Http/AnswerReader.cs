using System.Buffers;
using System.Text.Json;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Reads an answer of the Query API as it arrives, row by row, so that a large one is never in memory as a whole.</summary>
/// <remarks><c>{"data": {"fields": ["a"], "values": [[1], [2]]}, "errors": [{"code": "…", "message": "…"}], "bookmarks": ["…"]}</c>, members in any order.</remarks>
internal sealed class AnswerReader(Func<JsonElement, bool>? onRow)
{
    private enum Place
    {
        Before,
        Top,
        Data,
        Rows,
        After,
    }

    private JsonReaderState _state;
    private Place _place;
    private string? _member;
    private IReadOnlyList<string> _fields = [];
    private IReadOnlyList<string> _bookmarks = [];
    private EngineError? _error;

    /// <summary>Reads to the end, or until a row is not wanted any more.</summary>
    /// <exception cref="JsonException">This is no answer of the Query API.</exception>
    public static async Task<Answer> ReadAsync(Stream stream, Func<JsonElement, bool>? onRow, CancellationToken cancellationToken)
    {
        var reader = new AnswerReader(onRow);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var (length, ended) = (0, false);
        try
        {
            while (!ended)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                ended = read == 0;
                length += read;
                var used = reader.Take(buffer.AsSpan(0, length), ended);
                if (used < 0)
                {
                    return new Answer { Fields = reader._fields };
                }

                buffer.AsSpan(used, length - used).CopyTo(buffer);
                length -= used;
                if (length == buffer.Length)
                {
                    buffer = Grown(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return reader._place == Place.After
            ? new Answer { Fields = reader._fields, Bookmarks = reader._bookmarks, Error = reader._error }
            : throw new JsonException("The answer ends in the middle.");
    }

    // Returns how many bytes it has used up; -1 when no more rows are wanted.
    private int Take(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var reader = new Utf8JsonReader(bytes, isLast, _state);
        while (true)
        {
            var before = reader;
            switch (Step(ref reader))
            {
                case null:
                    _state = before.CurrentState;
                    return (int)before.BytesConsumed;
                case false:
                    return -1;
                default:
                    break;
            }
        }
    }

    // One member, row or bracket. Null: more bytes are needed. False: no more rows are wanted.
    private bool? Step(ref Utf8JsonReader reader)
    {
        if (_place == Place.After || !reader.Read())
        {
            return null;
        }

        if (_member is { } member)
        {
            return Value(ref reader, member);
        }

        switch (_place, reader.TokenType)
        {
            case (Place.Before, JsonTokenType.StartObject):
                _place = Place.Top;
                return true;
            case (Place.Top or Place.Data, JsonTokenType.PropertyName):
                _member = reader.GetString();
                return true;
            case (Place.Top, JsonTokenType.EndObject):
                _place = Place.After;
                return true;
            case (Place.Data, JsonTokenType.EndObject):
                _place = Place.Top;
                return true;
            case (Place.Rows, JsonTokenType.EndArray):
                _place = Place.Data;
                return true;
            case (Place.Rows, _):
                return JsonElement.TryParseValue(ref reader, out var row) ? onRow?.Invoke(row.Value) ?? true : null;
            default:
                throw new JsonException("The answer is not one of the Query API.");
        }
    }

    private bool? Value(ref Utf8JsonReader reader, string member)
    {
        if ((_place, member, reader.TokenType) is (Place.Top, "data", JsonTokenType.StartObject) or (Place.Data, "values", JsonTokenType.StartArray))
        {
            _place = _place == Place.Top ? Place.Data : Place.Rows;
        }
        else if (JsonElement.TryParseValue(ref reader, out var value))
        {
            Keep(member, value.Value);
        }
        else
        {
            return null;
        }

        _member = null;
        return true;
    }

    private void Keep(string member, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        switch (member)
        {
            case "fields":
                _fields = [.. value.EnumerateArray().Select(name => name.GetString()!)];
                break;
            case "bookmarks":
                _bookmarks = [.. value.EnumerateArray().Select(bookmark => bookmark.GetString()!)];
                break;
            case "errors":
                _error = EngineError.Of(value);
                break;
        }
    }

    private static byte[] Grown(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
