using System.Buffers;
using System.IO.Pipelines;

namespace ThreeDb.Server;

/// <summary>Reads whole bodies up to a limit.</summary>
internal static class BodyReader
{
    public static async Task<byte[]> ReadAsync(PipeReader reader, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limit);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static ThreeDbException TooLarge(long limit) => new(ErrorCodes.BodyTooLarge, $"The request is larger than {limit:N0} bytes.");
}
