using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Counts the data of an answer that has no pages, so that no request takes all memory.</summary>
internal sealed class AnswerSize(TenantReader reader)
{
    /// <summary>The largest number of bytes of data in such an answer.</summary>
    public const long MaxBytes = 128 << 20;

    private long _bytes;

    /// <summary>Counts the data of one more entity.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1003</c>; the rest of the rows is left where it is.</exception>
    public async ValueTask AddAsync(JsonElement data)
    {
        _bytes += JsonMarshal.GetRawUtf8Value(data).Length;
        if (_bytes > MaxBytes)
        {
            await reader.AbandonAsync().ConfigureAwait(false);
            throw new ThreeDbException(ErrorCodes.BodyTooLarge, $"The answer would have more than {MaxBytes:N0} bytes of data.",
                "Ask for fewer at once: fewer ids, or a smaller limit; a list ends its pages by itself.");
        }
    }
}
