using System.Buffers.Binary;
using System.Text;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Benchmarks;

/// <summary>A graph as GRAPH.BULK of FalkorDB takes it: the way its own loader uses.</summary>
internal static class FalkorDbBulk
{
    private const byte Long = 4;

    /// <summary>The arguments of GRAPH.BULK for a graph that does not exist yet. Nodes are <c>(:N {id})</c>, relations <c>[:R]</c>.</summary>
    public static IReadOnlyList<RespArgument> Arguments(string key, GraphData graph) =>
        [key, "BEGIN", graph.NodeCount, graph.RelationCount, 1, 1, Nodes(graph), Relations(graph)];

    private static byte[] Nodes(GraphData graph)
    {
        byte[] header = [.. "N\0"u8, 1, 0, 0, 0, .. "id\0"u8];
        var bytes = new byte[header.Length + (9 * graph.NodeCount)];
        header.CopyTo(bytes, 0);
        for (var node = 0; node < graph.NodeCount; node++)
        {
            var place = header.Length + (9 * node);
            bytes[place] = Long;
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(place + 1), node);
        }

        return bytes;
    }

    private static byte[] Relations(GraphData graph)
    {
        var header = Encoding.UTF8.GetBytes("R\0\0\0\0\0");
        var bytes = new byte[header.Length + (16 * graph.RelationCount)];
        header.CopyTo(bytes, 0);
        for (var i = 0; i < graph.RelationCount; i++)
        {
            var place = bytes.AsSpan(header.Length + (16 * i));
            BinaryPrimitives.WriteInt64LittleEndian(place, graph.Sources[i]);
            BinaryPrimitives.WriteInt64LittleEndian(place[8..], graph.Targets[i]);
        }

        return bytes;
    }
}
