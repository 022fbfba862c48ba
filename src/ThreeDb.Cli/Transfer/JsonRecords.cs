using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>Reads records from JSON: one a line, or the elements of one array.</summary>
internal static class JsonRecords
{
    private const int LargestLine = 512 << 20;

    /// <summary>One record a line. A line that is not JSON is a record with a fault.</summary>
    public static async IAsyncEnumerable<SourceRecord> ReadLinesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        for (var number = 1L; ;)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                if (Parse(buffer.Slice(0, end), number) is { } record)
                {
                    yield return record;
                }

                buffer = buffer.Slice(buffer.GetPosition(1, end));
                number++;
            }

            if (buffer.Length > LargestLine)
            {
                throw new ThreeDbException(ErrorCodes.BodyTooLarge, $"Line {Quantity.Count(number)} is longer than {Quantity.Bytes(LargestLine)}.", "Is it NDJSON? --format json reads an array.");
            }

            if (read.IsCompleted)
            {
                if (Parse(buffer, number) is { } last)
                {
                    yield return last;
                }

                yield break;
            }

            reader.AdvanceTo(buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The elements of an array.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1001</c> when it is none; what came before the fault has been given out.</exception>
    public static async IAsyncEnumerable<SourceRecord> ReadArrayAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var elements = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, ThreeDbJson.Options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        for (var number = 1L; ; number++)
        {
            try
            {
                if (!await elements.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (JsonException e)
            {
                throw new ThreeDbException(ErrorCodes.InvalidJson, $"The file is not an array of JSON, at or after element {Quantity.Count(number)}: {e.Message}",
                    "Correct the file and import it again: with --id-field nothing is doubled, and --atomic in the first place is all or nothing.", inner: e);
            }

            yield return new SourceRecord(number, elements.Current);
        }
    }

    private static SourceRecord? Parse(ReadOnlySequence<byte> line, long number)
    {
        ReadOnlySpan<byte> bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        if (number == 1 && bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            bytes = bytes[3..]; // A byte order mark.
        }

        if (bytes.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            return new SourceRecord(number, JsonGuard.Parse(bytes, JsonInput.Limits));
        }
        catch (ThreeDbException e)
        {
            return new SourceRecord(number, null, e);
        }
    }
}
