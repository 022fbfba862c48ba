using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>Random mutations, one after the other, against the model: results, entities, relations, text, vectors and history agree.</summary>
public sealed class StoreModelTests(EngineFixture fixture, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    private const int Sequences = 60;
    private const int Steps = 25;
    private const int Bulk = 12;

    [Fact]
    public async Task Store_after_random_mutations_agrees_with_the_model()
    {
        await fixture.Db.Types.PutAsync("doc", StoreModel.DocType);
        var seed = int.TryParse(Environment.GetEnvironmentVariable("THREEDB_TEST_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"THREEDB_TEST_SEED={seed}");
        var model = new StoreModel();
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            var random = new Random((seed * 397) ^ sequence);
            var script = new MutationScript(random, "m" + sequence);
            for (var step = 0; step < Steps; step++)
            {
                await StepAsync(model, script, random, $"seed {seed}, sequence {sequence}, step {step}");
            }

            await CompareAsync(model, $"m{sequence}/");
            await Invariants.CheckAsync(fixture, fixture.Db, $"m{sequence}/");
        }

        await CompareAsync(model, "");
        await Invariants.CheckAsync(fixture, fixture.Db);
    }

    private async Task StepAsync(StoreModel model, MutationScript script, Random random, string where)
    {
        if (random.Next(8) == 0)
        {
            var (id, version) = (script.Id(), random.Next(2) == 0 ? (long?)null : random.Next(1, 6));
            var wanted = model.Restore(id, version);
            var actual = await CodeOfAsync(() => fixture.Db.History.RestoreAsync(id, version));
            Assert.True(wanted == actual, $"{where}: restoring {id} to {version} gave {actual?.Code}, not {wanted?.Code}.");
            return;
        }

        if (random.Next(8) == 0 && model.HasTags(MutationScript.AllTags))
        {
            await BulkAsync(model, [.. Enumerable.Range(0, Bulk).Select(_ => script.One())], where);
            return;
        }

        var mutations = script.Transaction();
        var expected = model.Run(mutations);
        TransactionResult? done = null;
        var error = await CodeOfAsync(async () => done = await fixture.Db.WriteAsync(mutations));
        Assert.True(expected.Error == error, $"{where}: {string.Join("; ", mutations)} gave {error?.Code}, not {expected.Error?.Code}.");
        if (done is not null)
        {
            Assert.Equal(expected.Results, done.Results.Select(result => (result.Outcome, result.Version)));
        }
    }

    // Every mutation is a write of its own, and they share transactions.
    private async Task BulkAsync(StoreModel model, IReadOnlyList<Mutation> mutations, string where)
    {
        var expected = mutations.Select(mutation => model.Run([mutation])).ToList();
        var done = await fixture.Db.BulkAsync(mutations.ToAsyncEnumerable());
        var wanted = expected.Select((one, i) => $"{i + 1} {one.Error?.Code}").Where((_, i) => expected[i].Error is not null);
        var actual = done.Errors.Select(error => $"{error.Line} {error.Error.Code.Code}");
        Assert.True(wanted.SequenceEqual(actual), $"{where}: {string.Join("; ", mutations)} failed as {string.Join(", ", actual)}, not {string.Join(", ", wanted)}.");
        Assert.Equal(
            (Count(WriteOutcome.Created), Count(WriteOutcome.Updated), Count(WriteOutcome.Unchanged), Count(WriteOutcome.Deleted)),
            (done.Created, done.Updated, done.Unchanged, done.Deleted));

        long Count(WriteOutcome outcome) => expected.Sum(one => one.Results.Count(result => result.Outcome == outcome));
    }

    // The ids that begin so; the others are as the sequences before left them.
    private async Task CompareAsync(StoreModel model, string prefix)
    {
        var ids = model.Entities.Keys.Concat(model.Relations.Keys.Select(key => key.From)).Distinct().Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        foreach (var (id, wanted) in model.Entities.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var entity = await fixture.Db.Entities.GetAsync(id);
            Assert.Equal(wanted.Data is null, entity is null);
            if (entity is not null)
            {
                Assert.Equal((wanted.Type, wanted.Version), (entity.Type, entity.Version));
                Assert.True(JsonElement.DeepEquals(wanted.Data!.Value, entity.Data), id);
            }

            await CompareHistoryAsync(id, wanted);
        }

        string?[] sources = prefix.Length == 0 ? [null] : [.. ids];
        var stored = await RelationsAsync(sources);
        Assert.Equal(
            model.Relations.Where(pair => pair.Key.From.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => (pair.Key.From, pair.Key.Type, pair.Key.To, pair.Value.Weight, pair.Value.Version)).Order(),
            stored.Where(relation => !relation.Derived).Select(relation => (relation.From, relation.Type, relation.To, relation.Weight, relation.Version)).Order());
        Assert.Equal(model.Derived().Where(one => one.From.StartsWith(prefix, StringComparison.Ordinal)).Order(), stored.Where(relation => relation.Derived).Select(relation => (relation.From, relation.Type, relation.To)).Order());
    }

    private async Task CompareHistoryAsync(string id, ModelEntity wanted)
    {
        if (wanted.Versions.Count == 0)
        {
            return;
        }

        var history = (await fixture.Db.History.ListAsync(id, 1000)).Items;
        Assert.Equal(wanted.Versions.AsEnumerable().Reverse().Select(v => (v.Version, v.Operation)), history.Select(entry => (entry.Version, entry.Operation)));
        foreach (var version in wanted.Versions)
        {
            var found = await fixture.Db.History.GetAsync(id, version.Version);
            Assert.Equal(version.Data is null, found.Data is null);
            Assert.True(version.Data is null || JsonElement.DeepEquals(version.Data.Value, found.Data!.Value), $"{id} version {version.Version}");
        }
    }

    // Of some entities those that begin there; of null all.
    private async Task<List<Relation>> RelationsAsync(IReadOnlyList<string?> sources)
    {
        var all = new List<Relation>();
        foreach (var source in sources)
        {
            string? after = null;
            do
            {
                var page = await fixture.Db.Relations.ListAsync(new RelationRequest(source) { Direction = source is null ? Direction.Any : Direction.Out, Limit = 100, After = after });
                all.AddRange(page.Items);
                after = page.Next;
            }
            while (after is not null);
        }

        return all;
    }

    private static async Task<ErrorCode?> CodeOfAsync(Func<Task> write)
    {
        try
        {
            await write();
            return null;
        }
        catch (ThreeDbException e)
        {
            return e.Code;
        }
    }
}
