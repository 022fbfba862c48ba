using System.Globalization;
using Npgsql;

namespace ThreeDb.Connectors.Age;

/// <summary>The statements that write nodes.</summary>
internal sealed class NodeStatements(NpgsqlBatch statements, AgeGraph graph, BatchPlan plan)
{
    public void Write()
    {
        DropStrays();
        Leave();
        Put();
        Repoint();
        if (plan.Placed.Count > 0)
        {
            statements.Add($"""
                insert into {graph.NodeTable} (seq, label_id) select * from unnest($1::bigint[], $2::int[])
                on conflict (seq) do update set label_id = excluded.label_id
                """, plan.Placed.ConvertAll(row => row.Seq).ToArray(), plan.Placed.ConvertAll(row => row.Label).ToArray());
        }
    }

    /// <summary>Removes those of some stubs to which and from which no relation leads.</summary>
    public static void Sweep(NpgsqlBatch statements, AgeGraph graph, IReadOnlyCollection<long> stubs)
    {
        if (stubs.Count == 0)
        {
            return;
        }

        var edges = graph.Table("_ag_label_edge");
        var stub = Id(graph.Stub.Id, "candidate.seq");
        statements.Add($"""
            with lone as (
              select candidate.seq from unnest($1::bigint[]) candidate (seq)
              where not exists (select from {edges} edge where edge.start_id = {stub})
                and not exists (select from {edges} edge where edge.end_id = {stub})),
            removed as (delete from {graph.Table(graph.Stub)} node using lone where node.id = {Id(graph.Stub.Id, "lone.seq")})
            delete from {graph.NodeTable} held using lone where held.seq = lone.seq
            """, stubs.ToArray());
    }

    /// <summary>A graphid in SQL.</summary>
    private static string Id(int label, string seq) => string.Create(CultureInfo.InvariantCulture, $"_graphid({label}, {seq})");

    // What somebody else put there under the seq of an entity that is not to be there: reconcile found it.
    private void DropStrays()
    {
        if (plan.Absent.Count > 0)
        {
            statements.Add($"""
                delete from {graph.Table("_ag_label_vertex")} node using unnest($1::bigint[]) stray (seq), unnest($2::int[]) label (id)
                where node.id = _graphid(label.id, stray.seq)
                """, plan.Absent.ToArray(), graph.Nodes.Select(label => label.Id).ToArray());
        }
    }

    private void Leave()
    {
        foreach (var label in graph.Nodes)
        {
            var seqs = plan.Moves.FindAll(move => move.From == label.Id).ConvertAll(move => move.Seq);
            if (seqs.Count > 0)
            {
                statements.Add($"delete from {graph.Table(label)} node using unnest($1::bigint[]) moved (seq) where node.id = {Id(label.Id, "moved.seq")}", seqs.ToArray());
            }
        }
    }

    private void Put()
    {
        foreach (var label in graph.Nodes)
        {
            if (plan.Puts.TryGetValue(label.Id, out var rows))
            {
                statements.Add($"""
                    insert into {graph.Table(label)} (id, properties)
                    select {Id(label.Id, "input.seq")}, input.properties::agtype from unnest($1::bigint[], $2::text[]) input (seq, properties)
                    on conflict (id) do update set properties = excluded.properties
                    """, rows.Seqs.ToArray(), rows.Properties.ToArray());
            }
        }
    }

    // A node that changed its label has another graphid: its relations follow, in whatever label they are.
    private void Repoint()
    {
        if (plan.Moves.Count == 0)
        {
            return;
        }

        foreach (var end in (string[])["start_id", "end_id"])
        {
            statements.Add($"""
                update {graph.Table("_ag_label_edge")} edge set {end} = moved.target
                from (select _graphid(move.old, move.seq) as source, _graphid(move.new, move.seq) as target
                      from unnest($1::bigint[], $2::int[], $3::int[]) move (seq, old, new)) moved
                where edge.{end} = moved.source
                """, plan.Moves.ConvertAll(move => move.Seq).ToArray(), plan.Moves.ConvertAll(move => move.From).ToArray(),
                plan.Moves.ConvertAll(move => move.To).ToArray());
        }
    }
}
