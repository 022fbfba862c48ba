namespace ThreeDb.LocalPostgres.Tests;

public sealed class PackageStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runtime_is_fetched_once_runs_with_its_own_loader_and_needs_no_network_again()
    {
        await using var scratch = new Scratch();
        var options = await HelloRuntime.CacheWithListsAsync(scratch);
        var reports = new Reports();
        var store = new PackageStore(options);
        Assert.Null(store.Find(HelloRuntime.Definition));

        var runtime = await store.EnsureAsync(HelloRuntime.Definition, reports, Token);

        Assert.Equal("Hello, world!", await HelloRuntime.SayAsync(runtime.Root));
        Assert.Equal([ProvisionStep.FetchingLists, ProvisionStep.Downloading, ProvisionStep.Unpacking], reports.Steps);
        Assert.Equal(1, reports.All.Where(report => report.Step == ProvisionStep.Downloading).Max(report => report.Fraction));
        Assert.Equal(["hello", "libc6"], runtime.Packages.Keys.Order());
        Assert.Equal([Path.GetFileName(runtime.Root)], HelloRuntime.Leftovers(scratch["cache"]));

        options.Mirror = "http://127.0.0.1:9/debian";
        var again = await new PackageStore(options).EnsureAsync(HelloRuntime.Definition, null, Token);
        Assert.Equal(runtime.Root, again.Root);
    }

    [Fact]
    public async Task Runtime_that_was_moved_or_lost_a_program_is_not_used()
    {
        await using var scratch = new Scratch();
        var store = new PackageStore(await HelloRuntime.CacheWithListsAsync(scratch));
        var root = (await store.EnsureAsync(HelloRuntime.Definition, null, Token)).Root;

        Directory.Move(root, root + "-elsewhere");
        Assert.Null(PackageRuntime.Open(root + "-elsewhere"));
        Directory.Move(root + "-elsewhere", root);
        Assert.NotNull(store.Find(HelloRuntime.Definition));
        File.Delete(Path.Combine(root, HelloRuntime.Program + ".bin"));
        Assert.Null(store.Find(HelloRuntime.Definition));

        Assert.Equal("Hello, world!", await HelloRuntime.SayAsync((await store.EnsureAsync(HelloRuntime.Definition, null, Token)).Root));
    }

    [Fact]
    public async Task Two_at_once_make_it_once()
    {
        await using var scratch = new Scratch();
        var options = await HelloRuntime.CacheWithListsAsync(scratch);
        Reports[] reports = [new(), new()];

        var runtimes = await Task.WhenAll(
            reports.Select(report => new PackageStore(options).EnsureAsync(HelloRuntime.Definition, report, Token)));

        Assert.Equal(runtimes[0].Root, runtimes[1].Root);
        Assert.Single(reports, report => report.Steps.Contains(ProvisionStep.Unpacking));
        Assert.Single(reports, report => report.Steps.SequenceEqual([ProvisionStep.Waiting]));
    }

    [Fact]
    public async Task Lock_that_is_not_released_is_reported_after_the_limit()
    {
        await using var scratch = new Scratch();
        var options = await HelloRuntime.CacheWithListsAsync(scratch);
        options.LockTimeout = TimeSpan.FromMilliseconds(200);
        using var held = await FolderLock.TakeAsync(scratch["cache/lock"], TimeSpan.Zero, () => { }, TimeProvider.System, Token);

        var exception = await Expect.FailsAsync(ErrorCodes.LockBusy,
            () => new PackageStore(options).EnsureAsync(HelloRuntime.Definition, null, Token));

        Assert.Contains(scratch["cache/lock"], exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_that_the_archive_does_not_have_is_named()
    {
        await using var scratch = new Scratch();
        var store = new PackageStore(await HelloRuntime.CacheWithListsAsync(scratch));
        var definition = HelloRuntime.Definition.With("odd", "no-such-package-3db");

        var exception = await Expect.FailsAsync(ErrorCodes.DownloadFailed, () => store.EnsureAsync(definition, null, Token));

        Assert.Contains("no-such-package-3db", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o=Dir::Etc=/tmp")]
    [InlineData("name with blanks")]
    [InlineData("Capital")]
    public Task Package_name_that_apt_could_take_for_something_else_is_refused(string name) =>
        Assert.ThrowsAsync<ArgumentException>(
            () => Scratch.SharedStore().EnsureAsync(HelloRuntime.Definition.With("odd", name), null, Token));

    [Theory]
    [InlineData("/usr/bin/hello")]
    [InlineData("usr/../../bin/hello")]
    public Task Program_outside_of_the_runtime_is_refused(string path) => Assert.ThrowsAsync<ArgumentException>(
        () => Scratch.SharedStore().EnsureAsync(HelloRuntime.Definition with { Executables = [path] }, null, Token));

    [Fact]
    public void Folder_depends_on_packages_and_architecture_but_not_on_their_order()
    {
        var definition = HelloRuntime.Definition;

        Assert.Equal(definition.FolderName("amd64"), (definition with { Packages = ["hello", "libc6"] }).FolderName("amd64"));
        Assert.NotEqual(definition.FolderName("amd64"), definition.FolderName("arm64"));
        Assert.NotEqual(definition.FolderName("amd64"), definition.With("hello", "zlib1g").FolderName("amd64"));
    }
}
