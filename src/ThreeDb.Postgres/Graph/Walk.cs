namespace ThreeDb.Postgres;

/// <summary>A breadth-first walk over the relations of a tenant: one statement a level.</summary>
/// <remarks>Owner: the operation that made it. Only live entities are visited.</remarks>
internal sealed class Walk(GraphSnapshot graph, Direction direction, RelationRules rules, int maxVisited, int maxPerStep)
{
    private readonly Dictionary<long, Visit> _visited = [];

    // Left out where a step was cut: nothing leads there later, by a longer way.
    private readonly HashSet<long> _aside = [];
    private List<long> _frontier = [];

    /// <summary>Steps taken so far.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether <c>maxVisited</c> stopped the walk.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Whether <c>maxPerStep</c> left some out; the walk goes on from the others.</summary>
    public bool IsCut { get; private set; }

    /// <summary>How many entities the last step found.</summary>
    public int FrontierSize => _frontier.Count;

    /// <summary>Everything found, in the order of the steps.</summary>
    public IReadOnlyDictionary<long, Visit> Visited => _visited;

    /// <summary>What the last step found.</summary>
    public IReadOnlyList<long> Frontier => _frontier;

    public void Start(long seq)
    {
        _visited.Add(seq, new Visit(0, seq));
        _frontier = [seq];
    }

    /// <summary>Takes one step; false when there is nothing new.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (_frontier.Count == 0 || Truncated)
        {
            return false;
        }

        Depth++;
        var next = new List<long>();
        long? cutAt = null;
        foreach (var (from, to) in await ExpandAsync(cancellationToken).ConfigureAwait(false))
        {
            if (cutAt is { } last && from != last)
            {
                break;
            }

            _visited[from].Neighbors++;
            if (_visited.ContainsKey(to) || _aside.Contains(to))
            {
                continue;
            }

            if (next.Count == maxPerStep)
            {
                (IsCut, cutAt) = (true, from);
                _aside.Add(to);
                continue;
            }

            if (_visited.Count > maxVisited)
            {
                Truncated = true;
                break;
            }

            _visited.Add(to, new Visit(Depth, from));
            next.Add(to);
        }

        _frontier = next;
        return next.Count > 0;
    }

    /// <summary>Counts the neighbours of what the last step found, without going there.</summary>
    public async Task CountFrontierAsync(CancellationToken cancellationToken)
    {
        foreach (var (from, _) in await ExpandAsync(cancellationToken).ConfigureAwait(false))
        {
            _visited[from].Neighbors++;
        }
    }

    /// <summary>The way from the start to an entity that was visited.</summary>
    public List<long> PathTo(long seq)
    {
        var path = new List<long> { seq };
        for (var visit = _visited[seq]; visit.Depth > 0; visit = _visited[seq])
        {
            seq = visit.Parent;
            path.Add(seq);
        }

        path.Reverse();
        return path;
    }

    // A relation of an entity to itself leads nowhere.
    private static string StepSql(Direction direction, string tenant, string frontier, string typed)
    {
        var forward = $"select r.src as near, r.dst as far from threedb.relation r where r.tenant_id = {tenant} and r.src = any ({frontier}){typed}";
        var back = $"select r.dst as near, r.src as far from threedb.relation r where r.tenant_id = {tenant} and r.dst = any ({frontier}){typed}";
        var steps = direction switch
        {
            Direction.Out => forward,
            Direction.In => back,
            _ => $"{forward} union {back}",
        };
        return $"select distinct s.near, s.far from ({steps}) s join threedb.entity e on e.tenant_id = {tenant} and e.seq = s.far and e.state = 1 where s.far <> s.near";
    }

    private async Task<List<(long From, long To)>> ExpandAsync(CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder();
        var step = StepSql(direction, sql.Int(graph.Tenant), sql.Longs([.. _frontier]), rules.Condition(sql));
        sql.Append(maxPerStep == int.MaxValue ? step : step + " order by 1, 2");
        var batch = graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var edges = new List<(long, long)>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            edges.Add((reader.Get<long>(0), reader.Get<long>(1)));
        }

        return edges;
    }

    /// <summary>An entity that the walk found.</summary>
    /// <param name="depth">Steps from the start.</param>
    /// <param name="parent">From where it was found; the start itself at depth 0.</param>
    internal sealed class Visit(int depth, long parent)
    {
        public int Depth { get; } = depth;

        public long Parent { get; } = parent;

        /// <summary>How many live entities are one step further; known once the walk went on from here.</summary>
        public int Neighbors { get; set; }
    }
}
