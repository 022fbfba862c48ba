using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>Reads back from the label tables what the graph really holds.</summary>
internal static class HeldRows
{
    private const int SeqBits = 48;
    private const long LargestSeq = (1L << SeqBits) - 1;

    public static async IAsyncEnumerable<HeldRow> ReadAsync(
        NpgsqlTransaction transaction, AgeGraph graph, bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var clamped = new SeqRange(Math.Clamp(range.From, 0, LargestSeq), Math.Clamp(range.To, 0, LargestSeq));
        foreach (var label in relations ? graph.Edges : graph.Nodes)
        {
            if (label == graph.Stub)
            {
                continue;
            }

            var sql = relations
                ? $"select start_id, end_id, properties from {graph.Table(label)} where {string.Join(" or ", graph.Nodes.Select(node => Within("start_id", node, clamped)))}"
                : $"select id, properties from {graph.Table(label)} where {Within("id", label, clamped)}";
            var command = transaction.Command(sql);
            await using var ownCommand = command.ConfigureAwait(false);
            command.AllResultTypesAreUnknown = true; // As text: that is all that there is for AGE's types.
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var ownReader = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return relations
                    ? Relation(label.Type, SeqOf(reader.GetString(0)), SeqOf(reader.GetString(1)), reader.GetString(2))
                    : new HeldRow(RowKey.Entity(SeqOf(reader.GetString(0))), RowHash.Of(label.Type, PropertiesOf(reader.GetString(1))));
            }
        }
    }

    /// <summary>The hash of a relation: its ends count, though they are no properties of it.</summary>
    public static ulong HashOf(long from, long to, string type, ReadOnlySpan<KeyValuePair<string, GraphValue>> properties) =>
        RowHash.Of(type, [new("\0from", GraphValue.Of(from)), new("\0to", GraphValue.Of(to)), .. properties]);

    private static HeldRow Relation(string type, long from, long to, string text)
    {
        var properties = PropertiesOf(text);
        var key = Array.Find(properties, property => property.Key == "_key").Value;
        return new HeldRow(new RowKey(from, to, type, key.Kind == GraphValueKind.String ? key.AsString : ""), HashOf(from, to, type, properties));
    }

    // What 3db cannot have written gets a hash that no row of the source has.
    private static KeyValuePair<string, GraphValue>[] PropertiesOf(string text) => AgtypeReader.Map(text) ?? [new("\0text", GraphValue.Of(text))];

    private static string Within(string column, AgeLabel label, SeqRange range) => string.Create(CultureInfo.InvariantCulture,
        $"({column} >= '{IdOf(label, range.From)}'::graphid and {column} < '{IdOf(label, range.To)}'::graphid)");

    private static long IdOf(AgeLabel label, long seq) => ((long)label.Id << SeqBits) | seq;

    private static long SeqOf(string graphid) => long.Parse(graphid, CultureInfo.InvariantCulture) & LargestSeq;
}
