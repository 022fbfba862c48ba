using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Folders.Tests;

/// <summary>What this engine does beyond the contract of all.</summary>
public sealed class FolderTests : IAsyncLifetime
{
    private static readonly ProjectionContext Context = new("acme", "site", TimeProvider.System);
    private static readonly SeqRange Everything = new(0, 1L << 32);

    private readonly TestFolder _folder = new();
    private IProjection _projection = null!;
    private Fence _fence = new(1, 1);

    public async ValueTask InitializeAsync()
    {
        _projection = _folder.Create(Context);
        await _projection.PrepareAsync(_fence, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _projection.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task File_holds_an_entity_with_its_relations_a_row_a_line()
    {
        await ApplyAsync([Rows.Entity(7, """{"b":1.0,"a":"é"}""")], [Rows.Relation(7, 8, "LIKES"), Rows.Relation(7, 9)]);
        Assert.Equal(
            """
            {"entity": {"seq":7,"id":"e7","type":"person","project":"lab","version":1,"fields":{"a":"é","b":1.0}},
            "relations": [
            {"type":"KNOWS","target":9,"key":"","from":"e7","to":"e9","version":1,"weight":1,"validFrom":null,"validTo":null,"fields":{"since":2020}},
            {"type":"LIKES","target":8,"key":"","from":"e7","to":"e8","version":1,"weight":1,"validFrom":null,"validTo":null,"fields":{"since":2020}}]}

            """,
            await File.ReadAllTextAsync(_folder.FileOf(Context, 7)));
        await ApplyAsync([Rows.Gone(7)], [Rows.Gone(new RowKey(7, 8, "LIKES", "")), Rows.Gone(new RowKey(7, 9, "KNOWS", ""))]);
        Assert.False(File.Exists(_folder.FileOf(Context, 7)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"entity\":{\"seq\":1")]
    [InlineData("[]")]
    [InlineData("{\"entity\":null}")]
    [InlineData("{\"entity\":null,\"relations\":[{\"target\":\"x\"}]}")]
    public async Task Damaged_file_is_a_difference_that_applying_again_mends(string content)
    {
        var row = Rows.Entity(1);
        await ApplyAsync([row, Rows.Entity(2)]);
        await File.WriteAllTextAsync(_folder.FileOf(Context, 1), content);
        await File.WriteAllTextAsync(_folder.FileOf(Context, 3), content);
        var held = await HeldAsync();
        Assert.Equal([1, 2, 3], held.Keys.Select(key => key.Seq).Order());
        Assert.NotEqual(_projection.HashOf(row), held[row.RowKey]);
        await ApplyAsync([row, Rows.Gone(3)]);
        Assert.Equal(_projection.HashOf(row), (await HeldAsync())[row.RowKey]);
        Assert.False(File.Exists(_folder.FileOf(Context, 3)));
    }

    [Fact]
    public async Task Files_that_are_none_of_ours_are_left_alone()
    {
        await ApplyAsync([Rows.Entity(1)]);
        await File.WriteAllTextAsync(_folder.FileOf(Context, 1).Replace("1.json", "README.json", StringComparison.Ordinal), "hello");
        Assert.Single(await HeldAsync());
    }

    [Fact]
    public async Task Row_that_makes_a_file_too_large_is_rejected_by_its_key_and_others_can_go_on()
    {
        await ApplyAsync([Rows.Entity(1)]);
        var large = Rows.Relation(1, 2, fields: $$"""{"x":"{{new string('x', 17_000_000)}}"}""");
        var rejection = await Assert.ThrowsAsync<ProjectionRejectedException>(() => ApplyAsync([Rows.Entity(3)], [large]));
        Assert.Equal([large.RowKey], rejection.Keys.Select(key => key.Key));
        Assert.Single(await HeldAsync());
        await ApplyAsync([Rows.Entity(3)]);
        Assert.Equal(2, (await HeldAsync()).Count);
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_waited_for()
    {
        Directory.Move(_folder.Root, _folder.Root + "-away");
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => ApplyAsync([Rows.Entity(1)]));
        Assert.Equal((ErrorCodes.ProjectionUnreachable, true), (failure.Code, failure.IsTransient));
        failure = await Assert.ThrowsAsync<ThreeDbException>(() => _projection.ProbeAsync(new Fence(2, 1), default));
        Assert.Equal(ErrorCodes.ProjectionUnreachable, failure.Code);
        Assert.False(Directory.Exists(_folder.Root));
        Directory.Move(_folder.Root + "-away", _folder.Root);
        await ApplyAsync([Rows.Entity(1)]);
        Assert.Single(await HeldAsync());
    }

    [Fact]
    public async Task Damaged_state_is_for_somebody_to_look_at()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "acme", "site", "state.json"), "{");
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => ApplyAsync([Rows.Entity(1)]));
        Assert.Equal((ErrorCodes.FileNotUsable, false), (failure.Code, failure.IsTransient));
    }

    [Fact]
    public async Task What_a_crash_left_aside_is_thrown_away()
    {
        var aside = Directory.CreateDirectory(Path.Combine(_folder.Root, "acme", "site", "staging"));
        await File.WriteAllTextAsync(Path.Combine(aside.FullName, "0"), "half");
        await ApplyAsync([Rows.Entity(1)]);
        Assert.Single(await HeldAsync());
        Assert.False(aside.Exists && Directory.Exists(aside.FullName));
    }

    private Task ApplyAsync(IReadOnlyList<ProjectedEntity> entities, IReadOnlyList<ProjectedRelation>? relations = null) =>
        _projection.ApplyAsync(new ProjectionBatch(_fence = _fence.Next(), entities, relations ?? []), TestContext.Current.CancellationToken);

    private async Task<Dictionary<RowKey, ulong>> HeldAsync() =>
        await _projection.ReadAsync(relations: false, Everything, TestContext.Current.CancellationToken).ToDictionaryAsync(row => row.Key, row => row.Hash);
}
