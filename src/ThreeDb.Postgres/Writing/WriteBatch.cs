using System.Text.Json;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Runs the units of one batch in one transaction.</summary>
/// <remarks>
/// 1 reads what the units need, or presumes it; 2 applies them, one after the other, in memory; 3 derives relations and makes missing targets;
/// 4 makes text vectors and embeddings; 5 writes everything in one round trip, guarded by the versions that were read; 6 answers.
/// No lock is held and no transaction is open while 2 to 4 run. When another process was faster, 5 is refused as a whole and the
/// caller runs a new batch with the same units.
/// </remarks>
/// <param name="services">What all batches share.</param>
/// <param name="tenant">The tenant of all units.</param>
/// <param name="units">The units, in order.</param>
/// <param name="transaction">An open transaction to work in, for atomic bulk loads; null otherwise.</param>
internal sealed partial class WriteBatch(WriteServices services, int tenant, IReadOnlyList<WriteUnit> units, WriteTransaction? transaction = null)
{
    private readonly WorkingSet _set = new();
    private readonly TextIndexing _texts = new(services.Lexemes);
    private readonly HashSet<string> _ends = new(StringComparer.Ordinal);
    private readonly List<(WriteUnit Unit, List<MutationResult>? Results, Exception? Error)> _outcomes = [];
    private TypeSnapshot _types = null!;
    private BatchFound _found = null!;
    private DateTimeOffset _now;
    private ulong _horizon;

    /// <summary>Runs the batch.</summary>
    /// <param name="presume">Whether it may go without reading.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    public async Task RunAsync(bool presume, CancellationToken cancellationToken)
    {
        _types = await services.Types.GetAsync(tenant, cancellationToken).ConfigureAwait(false);

        // 1
        var needs = BatchNeeds.Of(units);
        PlanTexts();
        if (!presume || !await PresumeAsync(needs, cancellationToken).ConfigureAwait(false))
        {
            await ReadAsync(needs, cancellationToken).ConfigureAwait(false);
        }

        // 2
        var applier = new EntityApplier(_set, _types, services.Limits, _now);
        var relations = new RelationApplier(_set);
        foreach (var unit in units)
        {
            Apply(unit, applier, relations);
        }

        // 3
        await DeriveAsync(applier, relations, cancellationToken).ConfigureAwait(false);

        // 4
        var sides = await MakeSidesAsync(cancellationToken).ConfigureAwait(false);

        // 5
        var plan = WritePlan.Of(_set, sides, _types.Generation, _now, transaction?.Ordinal ?? 0);
        AddAnswers(plan);
        var position = plan.IsEmpty ? Seen() : await WriteAsync(plan, cancellationToken).ConfigureAwait(false);

        // 6
        Answer(position);
    }

    // The documents are most likely written as they are; what their words are can be asked along with everything else.
    private void PlanTexts()
    {
        foreach (var create in units.SelectMany(unit => unit.Mutations).OfType<PreparedCreate>())
        {
            if (create.Document.Generation == _types.Generation)
            {
                _texts.Plan(create.Document);
            }
        }
    }

    private async Task ReadAsync(BatchNeeds needs, CancellationToken cancellationToken)
    {
        var batch = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        services.Reader.Ask(batch, needs);
        _texts.Ask(batch);
        batch.Add("select clock_timestamp()");
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            _found = await BatchReader.TakeAsync(reader, needs, _set, cancellationToken).ConfigureAwait(false);
            await _texts.LearnAsync(reader, cancellationToken).ConfigureAwait(false);
            await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            await reader.RowAsync(cancellationToken).ConfigureAwait(false);
            _now = reader.Time(0);
            services.Clock.Observe(_now);
            _horizon = reader.Horizon;
        }

        _ends.UnionWith(needs.Ends);
        await AddMissingAsync(needs.Changed.Concat(needs.Ends), cancellationToken).ConfigureAwait(false);
    }

    // Ids without a row become rows of the working set; they are written when a unit fills or uses them.
    private async Task AddMissingAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var missing = ids.Where(id => _set.Find(id) is null).ToList();
        var seqs = await services.Seqs.TakeAsync(tenant, missing.Count, cancellationToken).ConfigureAwait(false);
        foreach (var id in missing)
        {
            _set.Add(new EntityRow(id, seqs.Dequeue(), stored: null));
        }
    }

    private void Apply(WriteUnit unit, EntityApplier applier, RelationApplier relations)
    {
        _set.Begin();
        var index = 0;
        try
        {
            if (unit.Idempotency is { } request && _found.Answers.TryGetValue(request.Key, out var answer))
            {
                _outcomes.Add((unit, answer.ResultsFor(request), null));
                return;
            }

            var results = new List<MutationResult>(unit.Mutations.Count);
            for (; index < unit.Mutations.Count; index++)
            {
                results.Add(unit.Mutations[index] switch
                {
                    PreparedEntityMutation entity => applier.Apply(entity, unit.Actor),
                    PreparedRelate { Relation: var relate } =>
                        relations.Relate(relate, _set.Find(relate.From)!, _set.Find(relate.To)!, unit.Actor),
                    PreparedUnrelate { Relation: var unrelate } =>
                        relations.Unrelate(unrelate, _set.Find(unrelate.From), _set.Find(unrelate.To), unit.Actor),
                    var other => throw new InvalidOperationException($"There is no rule for {other.GetType().Name}."),
                });
            }

            _outcomes.Add((unit, results, null));
        }
        catch (ThreeDbException e)
        {
            _set.Undo();
            _outcomes.Add((unit, null, unit.Mutations.Count == 1 ? e : MutationFault.At(index, e)));
        }
    }

    private async Task DeriveAsync(EntityApplier applier, RelationApplier relations, CancellationToken cancellationToken)
    {
        // A target that is created may have derived relations of its own, so this goes on until nothing new appears.
        var pending = _set.Entities.Where(row => row.IsChanged || (row.Stored is null && row.IsLive)).Select(row => (Row: row, row.OnlyDerivedBy)).ToList();
        while (pending.Count > 0)
        {
            var targets = pending.SelectMany(item => LinksOf(item.Row)).Select(link => link.Target).Where(id => _set.Find(id) is null).ToHashSet(StringComparer.Ordinal);
            if (targets.Count > 0)
            {
                await ReadEndsAsync(targets, cancellationToken).ConfigureAwait(false);
            }

            var created = new List<(EntityRow Row, PreparedDerive? OnlyDerivedBy)>();
            foreach (var (row, derive) in pending)
            {
                var actor = row.Now.UpdatedBy;
                foreach (var link in LinksOf(row))
                {
                    var target = _set.Find(link.Target)!;
                    if (link.CreateAs is { } type && !target.IsLive && Created(applier, target, type, link.Value, actor, derive))
                    {
                        created.Add((target, derive));
                    }
                }

                relations.Derive(row, LinksOf(row), id => _set.Find(id)!, actor);
            }

            pending = created;
        }
    }

    // A write is refused when a target of it is; what is stored already is not to blame, and its relation leads to a stub.
    private static bool Created(EntityApplier applier, EntityRow target, string type, string value, string actor, PreparedDerive? derive)
    {
        try
        {
            applier.CreateTarget(target, type, value, actor);
            return true;
        }
        catch (ThreeDbException) when (derive is not null)
        {
            derive.PassedOver++;
            return false;
        }
    }

    private static IReadOnlyList<Link> LinksOf(EntityRow row) => row.IsLive ? row.Now.Document!.Links : [];

    private async Task ReadEndsAsync(HashSet<string> ids, CancellationToken cancellationToken)
    {
        var batch = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        BatchReader.AskEnds(batch, ids);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await BatchReader.TakeEndsAsync(reader, ids, _set, cancellationToken).ConfigureAwait(false);
        }

        _ends.UnionWith(ids);
        await AddMissingAsync(ids, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SideRows> MakeSidesAsync(CancellationToken cancellationToken)
    {
        var sides = new SidePlanner(_texts, _types, _found.TextHashes);
        foreach (var row in _set.Entities)
        {
            sides.Add(row);
        }

        if (_texts.HasQuestions)
        {
            var batch = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var ownBatch = batch.ConfigureAwait(false);
            _texts.Ask(batch);
            var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var ownReader = reader.ConfigureAwait(false);
            await _texts.LearnAsync(reader, cancellationToken).ConfigureAwait(false);
        }

        return await sides.MakeAsync(services.Embedder, cancellationToken).ConfigureAwait(false);
    }

    private void AddAnswers(WritePlan plan)
    {
        foreach (var (unit, results, _) in _outcomes)
        {
            if (results is not null && unit.Idempotency is { } request && !_found.Answers.ContainsKey(request.Key))
            {
                plan.Answers.Add((request, new PgJson(JsonSerializer.SerializeToUtf8Bytes(results, ThreeDbJson.Options))));
            }
        }
    }

    private async Task<Position> WriteAsync(WritePlan plan, CancellationToken cancellationToken)
    {
        var batch = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Writes = true;
        services.Writer.Ask(batch, plan, _presumedEnds);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);
        var xid = reader.Get<ulong>(0);
        services.Clock.Observe(reader.Time(1));
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        var made = plan.NewEntities.Count + plan.NewRelations.Count;
        if (transaction is null)
        {
            services.Changes.Committed();
        }

        transaction?.Advance(plan.LastOrdinal, made);
        services.Keeper.Written(plan.Sides.Texts.Count, transaction is null ? made : 0);
        return services.Positions.Encode(xid, plan.LastOrdinal);
    }

    // Nothing was written: whatever was read had committed before this snapshot.
    private Position Seen() => services.Positions.Encode(_horizon - 1, int.MaxValue);

    private void Answer(Position position)
    {
        foreach (var id in _ends)
        {
            var row = _set.Find(id)!;
            services.Known.Set(tenant, id, new KnownId(row.Seq, row.IsLive));
        }

        foreach (var row in _set.Entities.Where(row => row.IsChanged && services.Known.Contains(tenant, row.Id)))
        {
            services.Known.Set(tenant, row.Id, new KnownId(row.Seq, row.IsLive));
        }

        foreach (var (unit, results, error) in _outcomes)
        {
            if (error is not null)
            {
                unit.Fail(error);
            }
            else
            {
                var earlier = unit.Idempotency is { } request ? _found.Answers.GetValueOrDefault(request.Key) : null;
                unit.Succeed(new TransactionResult(results!, earlier is null ? position : services.Positions.Of(earlier)));
            }
        }
    }

    private async ValueTask<TenantBatch> OpenAsync(CancellationToken cancellationToken)
    {
        if (transaction is null)
        {
            return await TenantBatch.OpenAsync(services.Connections, tenant, cancellationToken).ConfigureAwait(false);
        }

        var batch = TenantBatch.Within(transaction.Connection, tenant);
        batch.PlanAnew();
        return batch;
    }
}
