namespace ThreeDb.Graphs;

/// <summary>
/// Counts triangles at each of their nodes: marks the row of a node, then looks up the rows of its targets. Where the rows know ways, each triangle counts at a node
/// as often as relations lead between the two others.
/// </summary>
internal static class TriangleCount
{
    private const int Chunks = 256;

    public static long[] Run(UphillRows rows, AlgorithmRun run)
    {
        var nodes = rows.Nodes.Length;
        var chunks = Math.Min(nodes, Chunks);
        var meter = new WorkMeter(run, 20d * (rows.Targets.Length + nodes + 1));
        var threads = new List<Scratch>();
        Lanes.Run(run, chunks, Begin, (chunk, scratch) =>
        {
            var to = (int)((long)nodes * (chunk + 1) / chunks);
            for (var node = (int)((long)nodes * chunk / chunks); node < to; node++)
            {
                Count(rows, node, scratch);
            }
        });

        // Whole numbers: in whatever order they are added, the sums are the same.
        var counts = new long[nodes];
        foreach (var scratch in threads)
        {
            for (var node = 0; node < nodes; node++)
            {
                counts[rows.Nodes[node]] += scratch.Counts[node];
            }
        }

        return counts;

        Scratch Begin()
        {
            var scratch = new Scratch(nodes, meter);
            lock (threads)
            {
                threads.Add(scratch);
            }

            return scratch;
        }
    }

    private static void Count(UphillRows rows, int node, Scratch scratch)
    {
        var (from, to) = (rows.Offsets[node], rows.Offsets[node + 1]);
        if (to - from < 2)
        {
            return;
        }

        for (var i = from; i < to; i++)
        {
            scratch.Marks[rows.Targets[i]] = rows.Ways.Length > 0 ? rows.Ways[i] : (byte)1;
        }

        for (var i = from; i < to; i++)
        {
            if (rows.Ways.Length > 0)
            {
                CloseWithWays(rows, node, i, scratch);
            }
            else
            {
                Close(rows, node, rows.Targets[i], scratch);
            }
        }

        for (var i = from; i < to; i++)
        {
            scratch.Marks[rows.Targets[i]] = 0;
        }
    }

    private static void Close(UphillRows rows, int node, int middle, Scratch scratch)
    {
        var (marks, counts) = (scratch.Marks, scratch.Counts);
        var found = 0;
        var targets = rows.Targets.AsSpan(rows.Offsets[middle], rows.Offsets[middle + 1] - rows.Offsets[middle]);
        foreach (var target in targets)
        {
            if (marks[target] != 0)
            {
                found++;
                counts[target]++;
            }
        }

        counts[node] += found;
        counts[middle] += found;
        scratch.Pulse.Add(targets.Length);
    }

    private static void CloseWithWays(UphillRows rows, int node, int place, Scratch scratch)
    {
        var (marks, counts, middle, ways) = (scratch.Marks, scratch.Counts, rows.Targets[place], rows.Ways[place]);
        for (var i = rows.Offsets[middle]; i < rows.Offsets[middle + 1]; i++)
        {
            var mark = marks[rows.Targets[i]];
            if (mark != 0)
            {
                counts[node] += rows.Ways[i];
                counts[middle] += mark;
                counts[rows.Targets[i]] += ways;
            }
        }

        scratch.Pulse.Add(rows.Offsets[middle + 1] - rows.Offsets[middle]);
    }

    private sealed class Scratch(int nodes, WorkMeter meter)
    {
        public readonly byte[] Marks = new byte[nodes];
        public readonly long[] Counts = new long[nodes];
        public WorkPulse Pulse = new(meter);
    }
}
