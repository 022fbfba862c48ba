namespace ThreeDb.LocalPostgres.Tests;

public sealed class DiskFullTests
{
    // The check beforehand would catch these too early: it is blinded where the fault itself is wanted.
    private static readonly Machine Blind = new() { FreeBytes = _ => long.MaxValue };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disk_too_small_for_a_runtime_is_refused_before_anything_is_fetched()
    {
        await using var scratch = new Scratch();
        var cache = await HelloRuntime.CacheWithListsAsync(scratch);
        await SmallDisk.MountAsync(scratch, scratch["cache/runtimes"], 8);
        var reports = new Reports();

        var exception = await Expect.FailsAsync(ErrorCodes.DiskFull,
            () => new PackageStore(cache).EnsureAsync(HelloRuntime.Definition, reports, Token));

        Assert.Matches(@"cache/runtimes' has \d+ MB free; \d+ MB are needed", exception.Message);
        Assert.DoesNotContain(ProvisionStep.Downloading, reports.Steps);
    }

    [Fact]
    public async Task Disk_that_fills_while_unpacking_leaves_nothing_usable_and_the_next_run_succeeds()
    {
        await using var scratch = new Scratch();
        var cache = await HelloRuntime.CacheWithListsAsync(scratch);
        await SmallDisk.MountAsync(scratch, scratch["cache/runtimes"], 8);
        var store = new PackageStore(cache, TimeProvider.System, Blind);

        await Expect.FailsAsync(ErrorCodes.DiskFull, () => store.EnsureAsync(HelloRuntime.Definition, null, Token));
        Assert.DoesNotContain(HelloRuntime.Leftovers(scratch["cache"]), name => name.StartsWith("hello", StringComparison.Ordinal));

        await SmallDisk.GrowAsync(scratch["cache/runtimes"], 64);
        var runtime = await store.EnsureAsync(HelloRuntime.Definition, null, Token);
        Assert.Equal("Hello, world!", await HelloRuntime.SayAsync(runtime.Root));
    }

    [Fact]
    public async Task Disk_too_small_for_the_package_lists_is_refused_before_anything_is_fetched()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        await SmallDisk.MountAsync(scratch, scratch["cache"], 16);
        var store = new PackageStore(new PackageStoreOptions { CacheFolder = scratch["cache"] });

        await Expect.FailsAsync(ErrorCodes.DiskFull, () => store.Apt.EnsureListsAsync(TimeSpan.Zero, null, Token));
    }

    [Fact]
    public async Task Disk_that_fills_with_package_lists_is_reported()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        await SmallDisk.MountAsync(scratch, scratch["cache"], 4);
        var store = new PackageStore(new PackageStoreOptions { CacheFolder = scratch["cache"] }, TimeProvider.System, Blind);

        await Expect.FailsAsync(ErrorCodes.DiskFull, () => store.Apt.EnsureListsAsync(TimeSpan.Zero, null, Token));
    }

    [Fact]
    public async Task Disk_too_small_for_a_cluster_is_refused_before_it_is_made()
    {
        await using var scratch = new Scratch();
        await SmallDisk.MountAsync(scratch, scratch["data"], 24);

        var exception = await Expect.FailsAsync(ErrorCodes.DiskFull, () => scratch.Server().EnsureAsync(cancellationToken: Token));

        Assert.Contains("120 MB are needed", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["data/postgres/password"]));
    }

    [Fact]
    public async Task Disk_that_fills_while_the_cluster_is_made_leaves_none_and_the_next_run_succeeds()
    {
        await using var scratch = new Scratch();
        await SmallDisk.MountAsync(scratch, scratch["data"], 24);
        var server = scratch.Server(machine: Blind);

        await Expect.FailsAsync(ErrorCodes.DiskFull, () => server.EnsureAsync(cancellationToken: Token));
        Assert.Equal(LocalPostgresState.NotInstalled, (await server.GetStatusAsync(Token)).State);
        Assert.Empty(Directory.EnumerateDirectories(scratch["data/postgres"], "cluster*"));

        await SmallDisk.GrowAsync(scratch["data"], 200);
        Assert.True((await server.EnsureAsync(cancellationToken: Token)).WasStarted);
    }

    [Fact]
    public void Complaints_of_programs_about_space_are_understood()
    {
        Assert.True(FolderFault.MeansFull("tar: ./usr/lib/x: Cannot write: No space left on device"));
        Assert.True(FolderFault.MeansFull("initdb: error: could not write to file: Disk quota exceeded"));
        Assert.False(FolderFault.MeansFull("initdb: error: permission denied"));
        Assert.Equal(ErrorCodes.DiskFull, FolderFault.From(new IOException("full", 28), "/x").Code);
        Assert.Equal(ErrorCodes.FolderNotUsable, FolderFault.From(new UnauthorizedAccessException("no"), "/x").Code);
    }
}
