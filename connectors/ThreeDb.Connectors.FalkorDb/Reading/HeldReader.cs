using System.Globalization;
using System.Runtime.CompilerServices;
using ThreeDb.Changes;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Reads back what a graph holds: first which seqs there are, then rows in pieces of a bearable size.</summary>
internal sealed class HeldReader(FalkorDbGraph graph)
{
    private const int MaxRows = 4_000;
    private const long GoodAnswer = 4 << 20;

    public async IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var present = await PresentAsync(relations, range, cancellationToken).ConfigureAwait(false);
        var rows = 100L;
        for (var start = 0; start < present.Length;)
        {
            var (end, sum) = (start, 0L);
            while (end < present.Length && (end == start || sum + present[end].Rows <= rows))
            {
                sum += present[end++].Rows;
            }

            var piece = new SeqRange(present[start].Seq, present[end - 1].Seq + 1);
            var (held, bytes) = relations
                ? await RelationsAsync(piece, cancellationToken).ConfigureAwait(false)
                : await EntitiesAsync(piece, cancellationToken).ConfigureAwait(false);
            foreach (var row in held)
            {
                yield return row;
            }

            // The next piece is as large as this one's rows let expect.
            rows = Math.Clamp(bytes == 0 ? MaxRows : held.Count * GoodAnswer / bytes, 1, Math.Min(MaxRows, rows * 4));
            start = end;
        }
    }

    private async Task<(long Seq, long Rows)[]> PresentAsync(bool relations, SeqRange range, CancellationToken cancellationToken)
    {
        var answer = await graph.ReadAsync(
            relations ? $"{Bounds(range)} MATCH (n:Entity) WHERE n._seq >= $from AND n._seq < $to RETURN n._seq, outdegree(n)"
                : $"{Bounds(range)} MATCH (n:Entity) WHERE n._seq >= $from AND n._seq < $to AND n._stub IS NULL RETURN n._seq, 1",
            cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            return [];
        }

        var present = new (long Seq, long Rows)[answer.Rows.Length];
        for (var i = 0; i < present.Length; i++)
        {
            var row = answer.Rows[i].AsItems();
            present[i] = (CompactValue.Read(row[0]).AsLong, CompactValue.Read(row[1]).AsLong);
        }

        return [.. present.Where(node => node.Rows > 0).OrderBy(node => node.Seq)];
    }

    private async Task<(List<HeldRow> Rows, long Bytes)> EntitiesAsync(SeqRange range, CancellationToken cancellationToken)
    {
        var answer = await graph.ReadAsync(
            $"{Bounds(range)} MATCH (n:Entity) WHERE n._seq >= $from AND n._seq < $to AND n._stub IS NULL RETURN n._seq, labels(n), properties(n)", cancellationToken).ConfigureAwait(false);
        var (held, bytes) = (new List<HeldRow>(), 0L);
        foreach (var row in answer is null ? [] : answer.Rows)
        {
            var cells = row.AsItems();
            var label = string.Join('\n', CompactValue.ReadTexts(cells[1]).Where(label => label != FalkorDbGraph.EntityLabel));
            held.Add(new HeldRow(
                RowKey.Entity(CompactValue.Read(cells[0]).AsLong),
                RowHash.Of(label.Length == 0 ? FalkorDbGraph.EntityLabel : label, Properties(cells[2], ref bytes))));
        }

        return (held, bytes);
    }

    private async Task<(List<HeldRow> Rows, long Bytes)> RelationsAsync(SeqRange range, CancellationToken cancellationToken)
    {
        var answer = await graph.ReadAsync(
            $"{Bounds(range)} MATCH (a:Entity)-[e]->(b:Entity) WHERE a._seq >= $from AND a._seq < $to RETURN a._seq, type(e), b._seq, properties(e)", cancellationToken).ConfigureAwait(false);
        var (held, bytes) = (new List<HeldRow>(), 0L);
        foreach (var answered in answer is null ? [] : answer.Rows)
        {
            var cells = answered.AsItems();
            var type = CompactValue.Read(cells[1]).AsString;
            var properties = Properties(cells[3], ref bytes);
            var key = Array.Find(properties, property => property.Key == "_key").Value is { Kind: GraphValueKind.String, AsString: var text } ? text : "";
            var row = new RowKey(CompactValue.Read(cells[0]).AsLong, CompactValue.Read(cells[2]).AsLong, type, key);
            held.Add(new HeldRow(row, FalkorDbDialect.HashOf(row, properties)));
        }

        return (held, bytes);
    }

    private static KeyValuePair<string, GraphValue>[] Properties(RespValue cell, ref long bytes)
    {
        var properties = CompactValue.ReadMap(cell);
        foreach (var (name, value) in properties)
        {
            bytes += name.Length + 50 + (value.Kind switch
            {
                GraphValueKind.String => value.AsString.Length,
                GraphValueKind.Array => value.AsArray.Count * 50,
                _ => 0,
            });
        }

        return properties;
    }

    private static string Bounds(SeqRange range) => string.Create(CultureInfo.InvariantCulture, $"CYPHER from={range.From} to={range.To}");
}
