using System.Globalization;
using ThreeDb.Caching;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.Valkey;

/// <summary>An entity in the index of what is kept.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Bucket">The bucket of its own tag.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct IndexMember(long Seq, int Bucket, string Id)
{
    /// <summary>The member of the sorted set.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Bucket}|{Id}");

    public static string Of(string id) => new IndexMember(0, Buckets.Of(CacheTag.Entity(id)), id).Text;

    /// <summary>Reads members with their scores: in RESP3 pairs, in RESP2 one list. What 3db did not write is passed over.</summary>
    public static List<IndexMember> Read(RespValue answer)
    {
        var members = new List<IndexMember>();
        var items = answer.AsItems();
        for (var i = 0; i < items.Length; i++)
        {
            var (name, score) = items[i].Type == RespType.Array ? (items[i].Items[0], items[i].Items[1]) : (items[i], items[++i]);
            if (name.AsText()!.Split('|', 2) is [var bucket, var id] && int.TryParse(bucket, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                members.Add(new IndexMember((long)score.AsDouble(), number, id));
            }
        }

        return members;
    }
}
