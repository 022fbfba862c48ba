using System.Diagnostics;
using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>What a projection without sync rules ought to hold, read from the tables by the test itself, beside what it does hold.</summary>
/// <param name="engine">An engine on the source.</param>
/// <param name="db">The tenant.</param>
/// <param name="projection">The name of the projection, whose status is told when it differs.</param>
/// <param name="open">Makes a projection to read back with, over a good link; disposed of after every look.</param>
/// <param name="hasRelations">Whether it holds relations; a cache holds entities only.</param>
public sealed class SourceComparison(ThreeDbEngine engine, TenantDb db, string projection, Func<IProjection> open, bool hasRelations = true)
{
    private static readonly SeqRange Everything = new(0, 1L << 32);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until the projection holds what the source holds, row by row; nobody writes meanwhile.</summary>
    public Task EqualAsync(TimeSpan within) => UntilNothingDiffersAsync("holds what the source holds", within, async copy =>
    {
        var expected = await ExpectedAsync();
        return
        [
            .. await expected.DifferencesAsync(copy, relations: false, Everything, isPartial: false),
            .. hasRelations ? await expected.DifferencesAsync(copy, relations: true, Everything, isPartial: false) : [],
        ];
    });

    /// <summary>Waits until the projection holds an entity, whatever else happens.</summary>
    public async Task HoldsAsync(string id, TimeSpan within)
    {
        var seq = (await ExpectedAsync()).Entities.Single(entity => entity.Id == id).Seq;
        await UntilNothingDiffersAsync($"holds '{id}'", within, async copy =>
            await copy.ReadAsync(relations: false, new SeqRange(seq, seq + 1), TestContext.Current.CancellationToken).AnyAsync() ? [] : [$"{id} is not held."]);
    }

    private async Task UntilNothingDiffersAsync(string what, TimeSpan within, Func<IProjection, Task<IReadOnlyList<string>>> look)
    {
        var clock = Stopwatch.StartNew();
        while (await FaultsAsync(look) is { Count: > 0 } faults)
        {
            if (clock.Elapsed > within)
            {
                Assert.Fail($"After {within} it is not so that the projection {what}: {faults.Count} differences\n{string.Join('\n', faults.Take(20))}\n{Json.Of(await db.Sync.GetAsync(projection)).GetRawText()}");
            }

            await Task.Delay(Poll);
        }
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(Func<IProjection, Task<IReadOnlyList<string>>> look)
    {
        await using var copy = open();
        try
        {
            return await look(copy);
        }
        catch (ThreeDbException e)
        {
            // It is not prepared yet, or the engine is away.
            return [e.Message];
        }
    }

    private async Task<ExpectedRows> ExpectedAsync()
    {
        var source = await engine.Store.Sync.SourceAsync(db.Session.TenantId, default);
        var entities = await source.EntitiesAsync(Everything.From, Everything.To, 1_000_000, new SourceNeeds(), default);
        var (relations, _) = await source.RelationsAsync(Everything.From, Everything.To, 1_000_000, new SourceNeeds(), default);
        var expected = new ExpectedRows();
        expected.Apply(new ProjectionBatch(default, [.. entities.Select(Unchanged)], [.. relations.Select(Unchanged)]));
        return expected;
    }

    private static ProjectedEntity Unchanged(SourceEntity entity) => new()
    {
        Seq = entity.Seq,
        Id = entity.Id,
        IsLive = entity.IsLive,
        Type = entity.Type!,
        Project = entity.Project,
        Version = entity.Version,
        Fields = Fields(entity.Data),
    };

    private static ProjectedRelation Unchanged(SourceRelation relation) => new()
    {
        RowKey = relation.RowKey,
        IsLive = relation.IsLive,
        From = relation.From.Id,
        To = relation.To.Id,
        Version = relation.Version,
        Weight = relation.Weight,
        ValidFrom = relation.ValidFrom,
        ValidTo = relation.ValidTo,
        Fields = Fields(relation.Data),
    };

    private static IReadOnlyList<KeyValuePair<string, JsonElement>> Fields(JsonElement? data) => data is { ValueKind: JsonValueKind.Object } fields
        ? [.. fields.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value))]
        : [];
}
