using System.Security.Cryptography;
using System.Text;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.Valkey;

/// <summary>A script that the server runs as a whole: nobody sees it half done.</summary>
internal sealed class Script
{
    private readonly string _text;
    private readonly string _hash;

    public Script(string text)
    {
        _text = text;
#pragma warning disable CA5350 // Not for safety: the server names scripts by their SHA-1.
        _hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    /// <summary>The arguments of EVAL that run it.</summary>
    public IReadOnlyList<RespArgument> Eval(IReadOnlyList<string> keys, IReadOnlyList<RespArgument> arguments) => Words(_text, keys, arguments);

    /// <summary>Runs it; its text is sent only to a server that does not know it yet.</summary>
    public async Task<RespValue> RunAsync(
        IRespClient client, IReadOnlyList<string> keys, IReadOnlyList<RespArgument> arguments, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync("EVALSHA", Words(_hash, keys, arguments), timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (RespErrorException exception) when (exception.Prefix == "NOSCRIPT")
        {
            return await client.SendAsync("EVAL", Eval(keys, arguments), timeout, cancellationToken).ConfigureAwait(false);
        }
    }

    private static RespArgument[] Words(string first, IReadOnlyList<string> keys, IReadOnlyList<RespArgument> arguments) =>
        [first, (long)keys.Count, .. keys.Select(RespArgument.FromText), .. arguments];
}
