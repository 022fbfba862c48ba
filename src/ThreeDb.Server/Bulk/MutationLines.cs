using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ThreeDb.Postgres;

namespace ThreeDb.Server;

/// <summary>Reads NDJSON line by line. A line that cannot be read becomes an item with its error; the others go on.</summary>
internal sealed class MutationLines(PipeReader reader, int maxLine, JsonLimits limits)
{
    private long _line;

    public async IAsyncEnumerable<BulkItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var skipping = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            try
            {
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    _line++;
                    if (skipping)
                    {
                        // The rest of a line that was refused for its length.
                        skipping = false;
                    }
                    else if (Parse(line) is { } item)
                    {
                        yield return item;
                    }
                }

                if (buffer.Length > maxLine)
                {
                    if (!skipping)
                    {
                        yield return new BulkItem(_line + 1, null, TooLong());
                    }

                    skipping = true;
                    buffer = buffer.Slice(buffer.End);
                }

                if (read.IsCompleted)
                {
                    _line++;
                    var rest = buffer;
                    buffer = buffer.Slice(buffer.End);
                    if (!skipping && Parse(rest) is { } last)
                    {
                        yield return last;
                    }

                    yield break;
                }
            }
            finally
            {
                // Also when the caller stops in the middle: the server drains what is left of the body.
                reader.AdvanceTo(buffer.Start, read.Buffer.End);
            }
        }
    }

    private ThreeDbException TooLong() => new(ErrorCodes.BodyTooLarge, $"The line is larger than {maxLine:N0} bytes.");

    private BulkItem? Parse(ReadOnlySequence<byte> line)
    {
        if (line.Length > maxLine)
        {
            return new BulkItem(_line, null, TooLong());
        }

        if (line.IsSingleSegment)
        {
            return Parse(line.FirstSpan);
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)line.Length);
        try
        {
            line.CopyTo(rented);
            return Parse(rented.AsSpan(0, (int)line.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private BulkItem? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            return new BulkItem(_line, MutationJson.Read(JsonGuard.Parse(line, limits)));
        }
        catch (ThreeDbException e)
        {
            return new BulkItem(_line, null, e);
        }
    }
}
