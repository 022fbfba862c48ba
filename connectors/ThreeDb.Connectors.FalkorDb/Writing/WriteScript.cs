using System.Text;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Sends statements as one query, which FalkorDB runs as one transaction that begins with the comparison of the fence.</summary>
/// <remarks>
/// <para>The query: <c>CYPHER fence=… seen=… p0=[…] … MATCH (f:`3db fence`) WHERE f.fence = $seen SET f.fence = $fence WITH f CALL { UNWIND $p0 AS r … } …
/// RETURN f.fence</c>. When the fence is another one than was seen, nothing runs. When a statement fails, everything is taken back, the fence too.</para>
/// <para>A batch that is too large for one query goes in several, in order; each continues only where the last one stood. If it breaks off between
/// them, a part is applied; the batch comes again.</para>
/// </remarks>
/// <param name="graph">The graph.</param>
/// <param name="seen">The fence that it must have.</param>
/// <param name="fence">The fence of this write.</param>
/// <param name="database">The database that must feed it, where that is kept; null for any.</param>
internal sealed class WriteScript(FalkorDbGraph graph, long seen, Fence fence, string? database = null)
{
    private const int MaxBytes = 8 << 20;

    private readonly CypherText _parameters = new();
    private readonly StringBuilder _statements = new();
    private readonly string _own = database is null ? "" : $" AND coalesce(f.database, '{database}') = '{database}'";
    private int _count;
    private long _seen = seen;

    /// <summary>Whether the fence was the one that was seen. Once it was not, nothing more is sent.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>How many relations it made.</summary>
    public long RelationsCreated { get; private set; }

    /// <summary>Whether a part has been applied: from then on only a newer fence can begin again.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Adds a statement that runs for each row as <c>r</c>.</summary>
    /// <param name="statement">What follows on <c>UNWIND … AS r</c>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="write">Writes a row as a literal.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task AddAsync<T>(string statement, IReadOnlyList<T> rows, Action<CypherText, T> write, CancellationToken cancellationToken)
    {
        for (var i = 0; i < rows.Count;)
        {
            _parameters.Raw($" p{_count}=[");
            for (var first = true; i < rows.Count && (first || _parameters.Length < MaxBytes); i++, first = false)
            {
                write(first ? _parameters : _parameters.Raw(","u8), rows[i]);
            }

            _parameters.Raw("]"u8);
            _statements.Append(" CALL { UNWIND $p").Append(_count++).Append(" AS r ").Append(statement).Append(" }");
            if (_parameters.Length >= MaxBytes)
            {
                await SendAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends what is left. Without any statement the fence moves on all the same.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_count > 0 || _seen != fence.ToInt64())
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (Holds)
        {
            var query = new CypherText().Raw("CYPHER fence="u8).Number(fence.ToInt64()).Raw(" seen="u8).Number(_seen).Raw(_parameters.Written.Span)
                .Raw($" MATCH (f:`{FalkorDbGraph.FenceLabel}`) WHERE f.fence = $seen{_own} SET f.fence = $fence WITH f{_statements} RETURN f.fence");
            var answer = await graph.WriteAsync(query.Written, cancellationToken).ConfigureAwait(false);
            Holds = answer.Rows.Length > 0;
            HasBegun |= Holds;
            RelationsCreated += answer.RelationsCreated;
        }

        _seen = fence.ToInt64();
        _parameters.Clear();
        _statements.Clear();
        _count = 0;
    }
}
