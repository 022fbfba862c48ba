using System.Globalization;
using Npgsql;

namespace ThreeDb.Connectors.Age;

/// <summary>The statements that write relations. The unique index of a label's table is what tells a new relation from one that is held.</summary>
internal sealed class EdgeStatements(NpgsqlBatch statements, AgeGraph graph, BatchPlan plan)
{
    private const string Rows = "unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::text[]) input (source_label, source, target_label, target, value)";

    public void Write(IReadOnlyList<EdgeRow> edges)
    {
        foreach (var group in edges.GroupBy(edge => (edge.Type, edge.IsLive)))
        {
            if (graph.Find(edge: true, group.Key.Type) is not { } label)
            {
                continue; // Nothing of this type is held.
            }

            if (group.Key.IsLive)
            {
                Put(label, group);
            }
            else
            {
                Remove(label, group);
            }
        }
    }

    private void Put(AgeLabel label, IEnumerable<EdgeRow> edges) => Add(edges, string.Create(CultureInfo.InvariantCulture, $"""
        insert into {graph.Table(label)} (id, start_id, end_id, properties)
        select _graphid({label.Id}, nextval('{label.Sequence}')), _graphid(input.source_label, input.source),
          _graphid(input.target_label, input.target), input.value::agtype
        from {Rows}
        on conflict (start_id, end_id, {AgeLabels.Key}) do update set properties = excluded.properties
        """));

    private void Remove(AgeLabel label, IEnumerable<EdgeRow> edges) => Add(edges, $"""
        delete from {graph.Table(label)} edge using {Rows}
        where edge.start_id = _graphid(input.source_label, input.source) and edge.end_id = _graphid(input.target_label, input.target)
          and agtype_access_operator(VARIADIC ARRAY[edge.properties, '"_key"'::agtype]) = input.value::agtype
        """);

    // A relation whose end is not held is not held either.
    private void Add(IEnumerable<EdgeRow> edges, string sql)
    {
        var rows = edges
            .Select(edge => (Edge: edge, From: plan.LabelOf(edge.From), To: plan.LabelOf(edge.To)))
            .Where(row => row.From is not null && row.To is not null)
            .ToList();
        if (rows.Count > 0)
        {
            statements.Add(sql, rows.ConvertAll(row => row.From!.Value).ToArray(), rows.ConvertAll(row => row.Edge.From).ToArray(),
                rows.ConvertAll(row => row.To!.Value).ToArray(), rows.ConvertAll(row => row.Edge.To).ToArray(), rows.ConvertAll(row => row.Edge.Value).ToArray());
        }
    }
}
