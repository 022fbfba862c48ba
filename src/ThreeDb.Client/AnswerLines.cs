using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Client;

/// <summary>Answers that come as lines (NDJSON).</summary>
internal static class AnswerLines
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>Reads one item of each line. The response belongs to the caller.</summary>
    /// <exception cref="ThreeDbException">The answer broke off.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(Wire wire, HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Encoding.UTF8);
        while (await LineAsync(wire, reader, cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return JsonSerializer.Deserialize<T>(line, ThreeDbJson.Options)!;
        }
    }

    private static async Task<string?> LineAsync(Wire wire, StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw wire.Unreachable(e);
        }
    }
}
