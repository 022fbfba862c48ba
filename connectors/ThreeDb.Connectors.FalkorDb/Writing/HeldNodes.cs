using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>What a graph holds of the entities of a batch before it is applied.</summary>
/// <param name="Fence">The newest fence that the graph has seen; null when it was never prepared.</param>
/// <param name="Labels">The labels of each entity that is held, beside the one that all have; none for a stub.</param>
internal sealed record HeldNodes(long? Fence, IReadOnlyDictionary<long, string[]> Labels)
{
    public static async Task<HeldNodes> ReadAsync(FalkorDbGraph graph, IReadOnlyCollection<long> seqs, CancellationToken cancellationToken)
    {
        var query = new CypherText().Raw("CYPHER s="u8);
        var separator = "["u8;
        foreach (var seq in seqs)
        {
            query.Raw(separator).Number(seq);
            separator = ","u8;
        }

        // One query, so that fence and nodes are of one moment.
        query.Raw(seqs.Count == 0 ? "[]"u8 : "]"u8).Raw(
            $" MATCH (f:`{FalkorDbGraph.FenceLabel}`) RETURN f.fence AS s, [] AS l UNION ALL UNWIND $s AS s MATCH (n:{FalkorDbGraph.EntityLabel} {{_seq: s}}) RETURN s, labels(n) AS l");
        var answer = await graph.ReadAsync(query.Written, cancellationToken).ConfigureAwait(false);
        return answer is null ? new HeldNodes(null, new Dictionary<long, string[]>()) : Read(answer);
    }

    private static HeldNodes Read(CompactAnswer answer)
    {
        long? fence = null;
        var held = new Dictionary<long, string[]>(answer.Rows.Length);
        foreach (var row in answer.Rows)
        {
            var cells = row.AsItems();
            var number = CompactValue.Read(cells[0]).AsLong;
            string[] labels = CompactValue.ReadTexts(cells[1]);
            if (labels.Length == 0)
            {
                fence = number;
            }
            else
            {
                held[number] = [.. labels.Where(label => label != FalkorDbGraph.EntityLabel)];
            }
        }

        return new HeldNodes(fence, held);
    }
}
