using System.Text;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.Valkey;

/// <summary>The epoch and the generations of some buckets, seen at one moment; and up to where the log was applied then.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Buckets">The buckets.</param>
/// <param name="Generations">The generation of each.</param>
/// <param name="Applied">The applied point; null when it is not known.</param>
internal sealed record CacheToken(string Epoch, int[] Buckets, string[] Generations, Changes.LogPoint? Applied)
{
    /// <summary>The words of HMGET that read it.</summary>
    public static RespArgument[] Fields(CacheKeys keys, int[] buckets) => [keys.State, "e", "a", .. buckets.Select(bucket => (RespArgument)$"g{bucket}")];

    /// <summary>Reads the answer to that; null when there is no epoch.</summary>
    public static CacheToken? Read(RespValue answer, int[] buckets)
    {
        var items = answer.AsItems();
        if (items.Length != buckets.Length + 2 || items[0].AsText() is not { } epoch)
        {
            return null;
        }

        var generations = new string[buckets.Length];
        for (var i = 0; i < generations.Length; i++)
        {
            generations[i] = items[i + 2].AsText() ?? "0";
        }

        return new CacheToken(epoch, buckets, generations, AppliedPoint.Parse(items[1].AsText()));
    }

    /// <summary>What of it concerns some of its buckets.</summary>
    public CacheToken For(int[] buckets) => new(Epoch, buckets, [.. buckets.Select(bucket => Generations[Array.BinarySearch(Buckets, bucket)])], Applied);

    /// <summary>What an entry carries, and must still be the same when it is used.</summary>
    public string Text => new StringBuilder(Epoch).Append(' ').AppendJoin(',', Generations).ToString();
}
