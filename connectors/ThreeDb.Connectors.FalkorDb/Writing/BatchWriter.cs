using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Writes a batch: 1 new nodes, 2 nodes that change, 3 nodes that become stubs, 4 stubs under new relations, 5 relations that go, 6 relations that are, 7 stubs that nothing needs.</summary>
/// <remarks>Labels and types of relations cannot be parameters: rows are grouped by them. Setting a label on a new node costs ten times what creating it with the label does.</remarks>
internal sealed class BatchWriter(WriteScript script, BatchRows rows, HeldNodes held, bool isFresh)
{
    private const string ByR = $"MATCH (n:{FalkorDbGraph.EntityLabel} {{_seq: r._seq}})";

    private const string EndsBySeq = "MATCH (a:Entity {_seq: r[0]}) MATCH (b:Entity {_seq: r[1]})";

    // A node that this batch makes may be found by the same text, too: so the seqs are compared. Behind WITH, so that they are not looked up in the index after all.
    private const string EndsById = "MATCH (a:Entity {_id: r[3]}) MATCH (b:Entity {_id: r[4]}) WITH r, a, b WHERE a._seq = r[0] AND b._seq = r[1]";

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        // 1
        foreach (var group in rows.Entities.Where(entity => !held.Labels.ContainsKey(entity.Row.Seq)).GroupBy(entity => entity.Row.Type))
        {
            await script.AddAsync($"CREATE (n:{Labels(group.Key)}) SET n = r", [.. group.Select(entity => entity.Properties)], WriteMap, cancellationToken).ConfigureAwait(false);
        }

        // 2
        await ChangeAsync(cancellationToken).ConfigureAwait(false);

        // 3
        foreach (var group in rows.GoneEntities.Where(entity => held.Labels.ContainsKey(entity.Seq)).GroupBy(entity => Removal(held.Labels[entity.Seq])))
        {
            await script.AddAsync($"{ByR} SET n = r{group.Key}", [.. group.Select(entity => (entity.Seq, entity.Id))], WriteStub, cancellationToken).ConfigureAwait(false);
        }

        // 4
        await script.AddAsync($"CREATE (n:{FalkorDbGraph.EntityLabel}) SET n = r", Stubs(), WriteStub, cancellationToken).ConfigureAwait(false);

        // 5
        foreach (var group in rows.GoneRelations.GroupBy(key => key.Type!))
        {
            await script.AddAsync(
                $"MATCH (a:Entity {{_seq: r.a}})-[e:{Quoted(group.Key)}]->(b:Entity {{_seq: r.b}}) WHERE e._key = r.k DELETE e", [.. group], WriteKey, cancellationToken).ConfigureAwait(false);
        }

        // 6
        foreach (var group in rows.Relations.GroupBy(relation => (relation.Row.RowKey.Type, ById: AreFoundById(relation.Row.RowKey))))
        {
            var put = isFresh ? $"CREATE (a)-[e:{Quoted(group.Key.Type!)}]->(b)" : $"MERGE (a)-[e:{Quoted(group.Key.Type!)} {{_key: p._key}}]->(b)";
            await script.AddAsync(
                $"{(group.Key.ById ? EndsById : EndsBySeq)} WITH a, b, r[2] AS p {put} SET e = p", [.. group], group.Key.ById ? WriteRelationById : WriteRelation, cancellationToken).ConfigureAwait(false);
        }

        // 7
        await script.AddAsync(
            "MATCH (n:Entity {_seq: r}) WHERE n._stub = true AND indegree(n) + outdegree(n) = 0 DELETE n", Loose(), (text, seq) => text.Number(seq), cancellationToken).ConfigureAwait(false);
        await script.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangeAsync(CancellationToken cancellationToken)
    {
        var changed = rows.Entities.Where(entity => held.Labels.ContainsKey(entity.Row.Seq)).ToList();
        await script.AddAsync($"{ByR} SET n = r", [.. changed.Select(entity => entity.Properties)], WriteMap, cancellationToken).ConfigureAwait(false);
        var relabelled = changed
            .Where(entity => !Wanted(entity.Row.Type).SequenceEqual(held.Labels[entity.Row.Seq]))
            .GroupBy(entity => Relabelling(held.Labels[entity.Row.Seq], Wanted(entity.Row.Type)));
        foreach (var group in relabelled)
        {
            await script.AddAsync($"MATCH (n:Entity {{_seq: r}}){group.Key}", [.. group.Select(entity => entity.Row.Seq)], (text, seq) => text.Number(seq), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The ends of relations that nothing is known of yet.</summary>
    private List<(long Seq, string Id)> Stubs()
    {
        var known = rows.Entities.Select(entity => entity.Row.Seq).ToHashSet();
        var stubs = new List<(long, string)>();
        foreach (var (seq, id) in rows.Ends())
        {
            if (!held.Labels.ContainsKey(seq) && known.Add(seq))
            {
                stubs.Add((seq, id));
            }
        }

        return stubs;
    }

    private List<long> Loose() =>
    [
        .. rows.GoneEntities.Select(entity => entity.Seq).Where(held.Labels.ContainsKey)
            .Concat(rows.GoneRelations.SelectMany(key => new[] { key.Seq, key.Target })).Distinct(),
    ];

    private bool AreFoundById(RowKey key) => held.Ids.ContainsKey(key.Seq) && held.Ids.ContainsKey(key.Target);

    private static string[] Wanted(string type) => type == FalkorDbGraph.EntityLabel ? [] : [type];

    private static string Labels(string type) => string.Concat(FalkorDbGraph.EntityLabel, string.Concat(Wanted(type).Select(label => ":" + Quoted(label))));

    private static string Removal(string[] labels) => labels.Length == 0 ? "" : " REMOVE n" + string.Concat(labels.Select(label => ":" + Quoted(label)));

    private static string Relabelling(string[] labels, string[] wanted) =>
        (wanted.Length == 0 ? "" : " SET n" + string.Concat(wanted.Select(label => ":" + Quoted(label)))) + Removal([.. labels.Except(wanted)]);

    private static string Quoted(string name) => $"`{name}`";

    private static void WriteMap(CypherText text, GraphProperties properties) => text.Map(properties.Items);

    private static void WriteStub(CypherText text, (long Seq, string Id) stub) =>
        text.Raw("{_seq:"u8).Number(stub.Seq).Raw(",_id:"u8).Text(stub.Id).Raw(",_stub:true}"u8);

    private static void WriteKey(CypherText text, RowKey key) =>
        text.Raw("{a:"u8).Number(key.Seq).Raw(",b:"u8).Number(key.Target).Raw(",k:"u8).Text(key.Key!).Raw("}"u8);

    private static void WriteRelation(CypherText text, (ProjectedRelation Row, GraphProperties Properties) relation) => WriteEnds(text, relation).Raw("]"u8);

    private void WriteRelationById(CypherText text, (ProjectedRelation Row, GraphProperties Properties) relation) =>
        WriteEnds(text, relation).Raw(","u8).Text(held.Ids[relation.Row.RowKey.Seq]).Raw(","u8).Text(held.Ids[relation.Row.RowKey.Target]).Raw("]"u8);

    private static CypherText WriteEnds(CypherText text, (ProjectedRelation Row, GraphProperties Properties) relation) =>
        text.Raw("["u8).Number(relation.Row.RowKey.Seq).Raw(","u8).Number(relation.Row.RowKey.Target).Raw(","u8).Map(relation.Properties.Items);
}
