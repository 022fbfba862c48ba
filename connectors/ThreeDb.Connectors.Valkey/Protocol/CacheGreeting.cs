using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.Valkey;

/// <summary>What every connection to a cache begins with: whoever comes first after a restart of the server makes what it kept worthless, before anything is read.</summary>
internal static class CacheGreeting
{
    public static IReadOnlyList<(string Command, IReadOnlyList<RespArgument> Arguments)> Of(CacheKeys keys, string candidate) =>
        [("EVAL", Scripts.Open.Eval([keys.State], [candidate, keys.Channel]))];
}
