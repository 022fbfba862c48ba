namespace ThreeDb.Connectors.Age;

/// <summary>What has to be done for a batch, given the labels under which its seqs are held now.</summary>
internal sealed class BatchPlan
{
    private readonly Dictionary<long, int> _labels;

    /// <param name="batch">The rows.</param>
    /// <param name="held">The labels of seqs that are held; it becomes the plan's.</param>
    /// <param name="graph">The labels; those of the batch's types exist.</param>
    public BatchPlan(PreparedBatch batch, Dictionary<long, int> held, AgeGraph graph)
    {
        _labels = held;
        foreach (var node in batch.Nodes)
        {
            Place(node, graph);
        }

        foreach (var (seq, id) in batch.Ends)
        {
            if (!_labels.ContainsKey(seq))
            {
                Put(seq, graph.Stub.Id, PreparedBatch.Stub(seq, id));
            }
        }

        foreach (var edge in batch.Edges.Where(edge => !edge.IsLive))
        {
            CheckLater(edge.From, graph.Stub.Id);
            CheckLater(edge.To, graph.Stub.Id);
        }
    }

    /// <summary>Nodes to write, by label: their seqs and properties.</summary>
    public Dictionary<int, (List<long> Seqs, List<string> Properties)> Puts { get; } = [];

    /// <summary>Nodes that leave one label for another: their graphid changes.</summary>
    public List<(long Seq, int From, int To)> Moves { get; } = [];

    /// <summary>Seqs whose label is new or another.</summary>
    public List<(long Seq, int Label)> Placed { get; } = [];

    /// <summary>Seqs that are not held and must not be, under whatever label.</summary>
    public List<long> Absent { get; } = [];

    /// <summary>Stubs that stay only if a relation is left.</summary>
    public HashSet<long> Stubs { get; } = [];

    /// <summary>The label of a seq after the batch, or null.</summary>
    public int? LabelOf(long seq) => _labels.TryGetValue(seq, out var label) ? label : null;

    private void Place(NodeRow node, AgeGraph graph)
    {
        var target = node.Type is null ? graph.Stub : graph.Find(edge: false, node.Type)!;
        var isHeld = _labels.TryGetValue(node.Seq, out var old);
        if (node.Type is null)
        {
            if (!isHeld)
            {
                Absent.Add(node.Seq);
                return;
            }

            Stubs.Add(node.Seq);
            if (old == target.Id)
            {
                return;
            }
        }

        if (isHeld && old != target.Id)
        {
            Moves.Add((node.Seq, old, target.Id));
            Placed.Add((node.Seq, target.Id));
        }

        Put(node.Seq, target.Id, node.Properties);
    }

    private void Put(long seq, int label, string properties)
    {
        if (!Puts.TryGetValue(label, out var rows))
        {
            Puts.Add(label, rows = ([], []));
        }

        rows.Seqs.Add(seq);
        rows.Properties.Add(properties);
        if (!_labels.ContainsKey(seq))
        {
            Placed.Add((seq, label));
        }

        _labels[seq] = label;
    }

    private void CheckLater(long seq, int stub)
    {
        if (_labels.TryGetValue(seq, out var label) && label == stub)
        {
            Stubs.Add(seq);
        }
    }
}
