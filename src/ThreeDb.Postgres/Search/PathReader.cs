using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Names the entities on the ways from the start of a walk to its hits.</summary>
internal static class PathReader
{
    public static async Task<Dictionary<long, IReadOnlyList<string>>> ReadAsync(WalkedGraph walk, GraphSnapshot graph, IReadOnlyList<long> hits, CancellationToken cancellationToken)
    {
        var ways = hits.Select(seq => (Seq: seq, Way: walk.PathTo(seq))).Where(one => one.Way is not null).ToDictionary(one => one.Seq, one => one.Way!);
        if (ways.Count == 0)
        {
            return [];
        }

        var batch = graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("select seq, id from threedb.entity where tenant_id = $1 and seq = any ($2)")
            .Int(graph.Tenant).Array([.. ways.Values.SelectMany(way => way).Distinct()], NpgsqlDbType.Bigint);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var ids = new Dictionary<long, string>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            ids.Add(reader.Get<long>(0), reader.Get<string>(1));
        }

        return ways.ToDictionary(way => way.Key, IReadOnlyList<string> (way) => [.. way.Value.Select(seq => ids[seq])]);
    }
}
