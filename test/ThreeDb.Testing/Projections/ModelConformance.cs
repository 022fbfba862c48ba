using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Long random lives, compared with two dictionaries after every batch.</summary>
public abstract class ModelConformance : SwapConformance
{
    private const int Seqs = 25;

    private static readonly string[] Types = ["KNOWS", "LIKES", "knows"];
    private static readonly string[] Keys = ["", "a", "@f", "ü"];
    private static readonly string[] Values =
        ["1", "-2.5", "true", "null", "\"\"", "\"text\"", "[]", "[1,2]", "[1,\"x\",null]", "{}", "{\"x\":{\"y\":[1]}}", "9007199254740993", "\"[1]\"", "0.30000000000000004"];

    private static readonly string[] Names = ["a", "b", "a b", "id", "seq", "version", "type", "名", "$x"];

    [Fact]
    public async Task Random_batches_leave_what_a_dictionary_would_hold()
    {
        var seed = TestSeed.Take();
        var random = new Random(seed);
        try
        {
            for (var step = 1; step <= 40; step++)
            {
                await StepAsync(random, step);
                await VerifyAsync();
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"With THREEDB_SEED={seed}: {e.Message}", e);
        }
    }

    private async Task StepAsync(Random random, int version)
    {
        var batch = Random(random, version);
        await ApplyAsync(batch);
        switch (random.Next(6))
        {
            case 0:
                await ApplyAsync(batch with { Fence = NextFence() });
                break;
            case 1:
                await RefusedAsync(() => Projection.ApplyAsync(Random(random, version) with { Fence = batch.Fence }, default));
                break;
            case 2:
                await Projection.PrepareAsync(NextEpoch(), default);
                await RefusedAsync(() => Projection.ApplyAsync(Random(random, version) with { Fence = batch.Fence.Next() }, default));
                break;
            default:
                break;
        }
    }

    private ProjectionBatch Random(Random random, int version)
    {
        var entities = Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(1, Seqs)).Distinct()
            .Select(seq => random.Next(3) == 0 ? Rows.Gone(seq) : Rows.Entity(seq, Fields(random), version) with { Type = random.Next(4) == 0 ? "robot" : "person" });
        var relations = Enumerable.Range(0, random.Next(12))
            .Select(_ => new RowKey(random.Next(1, Seqs), random.Next(1, Seqs), Types[random.Next(Types.Length)], Keys[random.Next(Keys.Length)])).Distinct()
            .Select(key => random.Next(3) == 0
                ? Rows.Gone(key)
                : Rows.Relation(key.Seq, key.Target, key.Type!, key.Key!, Fields(random), version) with { Weight = random.NextDouble() });
        return Batch(entities, relations);
    }

    private static string Fields(Random random)
    {
        var names = Names.Where(_ => random.Next(3) == 0);
        return "{" + string.Join(',', names.Select(name => $"\"{name}\":{Values[random.Next(Values.Length)]}")) + "}";
    }
}
