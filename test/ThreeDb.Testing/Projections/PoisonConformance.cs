using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Poisonous rows: each is held exactly, or rejected by its key; the others of its batch are applied.</summary>
public abstract class PoisonConformance : ModelConformance
{
    [Fact]
    public async Task Poisonous_values_are_held_exactly_or_rejected_by_their_keys()
    {
        var faults = new List<string>();
        var seq = 1;
        foreach (var poison in PoisonousValue.All)
        {
            faults.AddRange(await OfferAsync(poison.Name, Rows.Entity(seq, poison.Json), Rows.Entity(seq + 1), [Rows.Relation(seq + 1, seq, fields: poison.Json)]));
            seq += 2;
        }

        Fail(faults);
        await ReplaceAllAsync();
    }

    [Fact]
    public async Task Poisonous_ids_and_relation_keys_are_held_exactly_or_rejected_by_their_keys()
    {
        var faults = new List<string>();
        var seq = 1;
        foreach (var (name, id) in PoisonousValue.Ids)
        {
            var relations = new[] { Rows.Relation(seq, seq + 1, key: id) with { From = id }, Rows.Relation(seq + 1, seq) with { To = id } };
            faults.AddRange(await OfferAsync(name, Rows.Entity(seq) with { Id = id }, Rows.Entity(seq + 1), relations));
            seq += 2;
        }

        Fail(faults);
        await ApplyAsync([.. Expected.Relations.Select(row => Rows.Gone(row.RowKey))]);
        await VerifyAsync();
    }

    [Fact]
    public async Task Poisonous_values_together_in_one_batch_end_like_each_alone()
    {
        var small = PoisonousValue.All.Where(poison => poison.Json.Length < 100_000).Take(Projection.MaxBatch / 2).ToList();
        var rows = small.SelectMany((poison, i) => new[] { Rows.Entity((2 * i) + 1, poison.Json), Rows.Entity((2 * i) + 2) }).ToList();
        var poisonous = small.Select((_, i) => RowKey.Entity((2 * i) + 1)).ToHashSet();
        while (true)
        {
            try
            {
                await ApplyAsync(Batch(rows));
                break;
            }
            catch (ProjectionRejectedException e)
            {
                Assert.Subset(poisonous, e.Keys.Select(key => key.Key).ToHashSet());
                Assert.True(rows.RemoveAll(row => e.Keys.Any(key => key.Key == row.RowKey)) > 0, "A key is rejected that is not in the batch.");
            }
        }

        await VerifyAsync();
    }

    // One poisonous entity, a harmless one, and poisonous relations between them.
    private async Task<IReadOnlyList<string>> OfferAsync(string name, ProjectedEntity poison, ProjectedEntity harmless, ProjectedRelation[] relations)
    {
        List<ProjectedEntity> entities = [poison, harmless];
        List<ProjectedRelation> between = [.. relations];
        var range = new SeqRange(poison.Seq, harmless.Seq + 1);
        try
        {
            while (true)
            {
                try
                {
                    await ApplyAsync(Batch(entities, between));
                    return [.. (await DifferencesAsync(Projection, Expected, range)).Select(fault => $"{name}: {fault}")];
                }
                catch (ProjectionRejectedException e)
                {
                    var left = entities.RemoveAll(row => row != harmless && Names(e, row.RowKey)) + between.RemoveAll(row => Names(e, row.RowKey));
                    Assert.True(left == e.Keys.Count, $"rejects {string.Join(", ", e.Keys)}, of which {left} are poisonous.");
                    Assert.All(e.Keys, key => Assert.False(string.IsNullOrWhiteSpace(key.Reason), $"gives no reason for {key.Key}."));
                    Assert.Empty(await DifferencesAsync(Projection, Expected, range));
                }
            }
        }
        catch (Exception e)
        {
            return [$"{name}: {e.GetType().Name}: {(e.Message.Length > 300 ? e.Message[..300] : e.Message)}"];
        }
    }

    private static bool Names(ProjectionRejectedException rejection, RowKey key) => rejection.Keys.Any(rejected => rejected.Key == key);

    private async Task ReplaceAllAsync()
    {
        await VerifyAsync();
        foreach (var entities in Expected.Entities.Select(row => Rows.Entity(row.Seq, version: 2)).Chunk(Math.Min(Projection.MaxBatch, 20)).ToList())
        {
            await ApplyAsync(entities);
        }

        await VerifyAsync();
    }

    private static void Fail(List<string> faults) => Assert.True(faults.Count == 0, $"{faults.Count} faults:\n" + string.Join('\n', faults));
}
