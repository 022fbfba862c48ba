using System.Security.Cryptography;

namespace ThreeDb.LocalPostgres;

/// <summary>The hash of an archive as npm writes it: SHA-512 in base64.</summary>
internal static class ArchiveHash
{
    public static async Task<string> OfAsync(string file, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToBase64String(await SHA512.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
    }
}
