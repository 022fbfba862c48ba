using System.Runtime.CompilerServices;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>A copy of a tenant's entities and relations in a database of Neo4j, beside those of others.</summary>
/// <remarks>
/// What belongs to it carries <c>_projection = "tenant/name"</c>, the first half of the key under which nodes are unique (a composite uniqueness constraint, which
/// Community has, unlike node keys). One index then serves finding a node, reading a range of seqs in order, and telling projections apart.
/// </remarks>
internal sealed class Neo4jProjection : IQueryableProjection
{
    private const int EntitiesPerPage = 5_000;
    private const int RelationsPerPage = 20_000;

    private readonly ProjectionContext _context;
    private readonly string _owner;
    private readonly QueryApi _api;
    private readonly ProjectionNode _node;
    private readonly GuardedQueries _queries;
    private KnownTypes? _known;
    private Fence _last;
    private (IReadOnlyList<string> Entities, IReadOnlyList<string> Relations, KnownTypes Known, string Text)? _statement;

    public Neo4jProjection(ProjectionContext context, Neo4jSettings settings)
    {
        _context = context;
        _owner = Names.OwnerOf(context);
        _api = new QueryApi(settings, context.Time);
        _node = new ProjectionNode(_api, _owner, context);
        _queries = new GuardedQueries(_api, _owner, context.Time);
    }

    public SourceNeeds Needs { get; } = new();

    public int MaxBatch => 2_500;

    public async Task PrepareAsync(Fence fence, CancellationToken cancellationToken)
    {
        await _node.EnsureConstraintsAsync(cancellationToken).ConfigureAwait(false);
        if (_context.TakesOver is not null && _context.MayTakeOver(await _node.FedByAsync(cancellationToken).ConfigureAwait(false)))
        {
            await _node.DropStrangersAsync(cancellationToken).ConfigureAwait(false);
        }

        _known = await _node.EnsureAsync(fence, cancellationToken).ConfigureAwait(false);
        _last = fence;
    }

    public async Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var plan = BatchPlan.Of(batch);
        var entityTypes = plan.Entities.Select(entity => entity.Row.Type).ToHashSet();
        var relationTypes = plan.Relations.Select(relation => relation.Row.RowKey.Type!).ToHashSet();
        var known = (await KnownAsync(cancellationToken).ConfigureAwait(false)).With(entityTypes, relationTypes);
        var (namedEntities, namedRelations) = (known.NamedEntities(entityTypes), known.NamedRelations(relationTypes));
        var parameters = new WriteParameters(_owner, _context.Compared, plan, _last, known, namedEntities, namedRelations);
        var applied = 0L;
        await _api.RunAsync(
            new Query(Statement(namedEntities, namedRelations, known))
            {
                IsBatch = true,
                Parameters = parameters.WriteAsync,
                OnRow = row =>
                {
                    applied = row[0].GetInt64();
                    return true;
                },
            },
            cancellationToken).ConfigureAwait(false);
        if (applied == 0)
        {
            throw Noted(await _node.RefusalAsync(batch.Fence, _last, cancellationToken).ConfigureAwait(false));
        }

        _known = known;
        _last = batch.Fence;
    }

    public async Task ProbeAsync(Fence fence, CancellationToken cancellationToken)
    {
        if (await _node.FaultAsync(fence, _last, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            throw Noted(fault);
        }
    }

    public ulong HashOf(ProjectedEntity entity) => GraphProperties.Of(entity, Names.Dialect).Hash;

    public ulong HashOf(ProjectedRelation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return HeldRowReading.OfRelation(relation.RowKey, GraphProperties.Of(relation, Names.Dialect).Hash);
    }

    public IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, CancellationToken cancellationToken) =>
        relations ? RelationsAsync(range, cancellationToken) : EntitiesAsync(range, cancellationToken);

    public async Task DropAsync(Fence fence, CancellationToken cancellationToken)
    {
        if (!_context.IsForeign(await _node.FedByAsync(cancellationToken).ConfigureAwait(false)))
        {
            await _node.DropAsync(fence, cancellationToken).ConfigureAwait(false);
        }

        Forget();
    }

    public Task<EngineAnswer> QueryAsync(EngineQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _queries.RunAsync(query, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return default;
    }

    private ThreeDbException Noted(ThreeDbException fault)
    {
        if (fault is ProjectionLostException)
        {
            Forget();
        }

        return fault;
    }

    // What is there is another copy now.
    private void Forget()
    {
        _known = null;
        _last = default;
    }

    // The same types give the same text, and Neo4j has its plan in the cache.
    private string Statement(IReadOnlyList<string> entityTypes, IReadOnlyList<string> relationTypes, KnownTypes known)
    {
        if (_statement is { } last && last.Known.Entities.SequenceEqual(known.Entities) && last.Entities.SequenceEqual(entityTypes) && last.Relations.SequenceEqual(relationTypes))
        {
            return last.Text;
        }

        var text = WriteStatement.Of(entityTypes, relationTypes, known.Entities);
        _statement = (entityTypes, relationTypes, known, text);
        return text;
    }

    private async ValueTask<KnownTypes> KnownAsync(CancellationToken cancellationToken) =>
        _known ??= await _node.TypesAsync(cancellationToken).ConfigureAwait(false);

    private async IAsyncEnumerable<HeldRow> EntitiesAsync(SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = await KnownAsync(cancellationToken).ConfigureAwait(false);
        for (var from = range.From; from < range.To;)
        {
            var page = new List<HeldRow>();
            await ReadPageAsync(HeldRowReading.Entities, from, range.To, EntitiesPerPage, row => page.Add(HeldRowReading.Entity(row, known)), cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row;
            }

            from = page.Count < EntitiesPerPage ? range.To : page[^1].Key.Seq + 1;
        }
    }

    private async IAsyncEnumerable<HeldRow> RelationsAsync(SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var from = range.From; from < range.To;)
        {
            // As many nodes as have some 20,000 relations together, so that neither side holds much more in memory.
            var (to, nodes, relations) = (range.To, 0, 0L);
            await ReadPageAsync(
                HeldRowReading.Degrees, from, range.To, EntitiesPerPage,
                row =>
                {
                    relations += relations < RelationsPerPage || nodes == 0 ? row[1].GetInt64() : 0;
                    to = ++nodes == EntitiesPerPage || relations >= RelationsPerPage ? Math.Min(to, row[0].GetInt64() + 1) : to;
                },
                cancellationToken).ConfigureAwait(false);
            var page = new List<HeldRow>();
            if (relations > 0)
            {
                await ReadPageAsync(HeldRowReading.Relations, from, to, null, row => page.Add(HeldRowReading.Relation(row)), cancellationToken).ConfigureAwait(false);
            }

            foreach (var row in page)
            {
                yield return row;
            }

            from = to;
        }
    }

    private async Task ReadPageAsync(string statement, long from, long to, int? limit, Action<System.Text.Json.JsonElement> onRow, CancellationToken cancellationToken) =>
        await _api.RunAsync(
            new Query(statement)
            {
                IsRead = true,
                Parameters = chunks =>
                {
                    chunks.Json.WriteString("p"u8, _owner);
                    chunks.Json.WriteNumber("from"u8, from);
                    chunks.Json.WriteNumber("to"u8, to);
                    if (limit is { } most)
                    {
                        chunks.Json.WriteNumber("limit"u8, most);
                    }

                    return Task.CompletedTask;
                },
                OnRow = row =>
                {
                    onRow(row);
                    return true;
                },
            },
            cancellationToken).ConfigureAwait(false);
}
