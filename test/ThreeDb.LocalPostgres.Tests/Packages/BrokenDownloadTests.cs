namespace ThreeDb.LocalPostgres.Tests;

public sealed class BrokenDownloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MirrorFault.Truncates)]
    [InlineData(MirrorFault.Corrupts)]
    internal async Task Package_that_arrives_broken_is_refused_and_the_next_run_succeeds(MirrorFault fault)
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        await using var mirror = new FaultyMirror { Fault = fault, Victim = "/libc6_" };
        var options = new PackageStoreOptions { CacheFolder = scratch["cache"], Mirror = mirror.Uri };
        var store = new PackageStore(options);

        await Expect.FailsAsync(ErrorCodes.DownloadFailed, () => store.EnsureAsync(HelloRuntime.Definition, null, Token));
        Assert.Null(store.Find(HelloRuntime.Definition));
        Assert.DoesNotContain(HelloRuntime.Leftovers(scratch["cache"]), name => name.StartsWith("hello", StringComparison.Ordinal));

        mirror.Fault = MirrorFault.None;
        var runtime = await store.EnsureAsync(HelloRuntime.Definition, null, Token);
        Assert.Equal("Hello, world!", await HelloRuntime.SayAsync(runtime.Root));
    }

    [Fact]
    public async Task Run_killed_half_way_leaves_nothing_usable_and_the_next_one_takes_over_what_is_whole()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        await using var mirror = new FaultyMirror { Fault = MirrorFault.Stalls, Victim = "/hello_" };
        var environment = new Dictionary<string, string> { ["THREEDB_CACHE"] = scratch["cache"], ["THREEDB_APT_MIRROR"] = mirror.Uri };
        var store = new PackageStore(new PackageStoreOptions { CacheFolder = scratch["cache"], Mirror = mirror.Uri });

        await using (var driver = Driver.Start(environment, HelloRuntime.InstallCommand))
        {
            var answer = driver.AnswerAsync();
            if (await Task.WhenAny(mirror.Stalled, answer) == answer)
            {
                Assert.Fail((await answer).Message ?? "It did not need the mirror.");
            }

            await driver.KillAsync();
        }

        await Processes.NoneWorksBelowAsync(scratch.Folder);
        Assert.Null(store.Find(HelloRuntime.Definition));
        Assert.NotEmpty(HelloRuntime.Leftovers(scratch["cache"]));
        var before = mirror.Packages;
        mirror.Fault = MirrorFault.None;
        var runtime = await store.EnsureAsync(HelloRuntime.Definition, null, Token);

        Assert.Equal("Hello, world!", await HelloRuntime.SayAsync(runtime.Root));
        Assert.Equal([Path.GetFileName(runtime.Root)], HelloRuntime.Leftovers(scratch["cache"]));
        Assert.Equal(1, mirror.Packages - before); // libc6 had arrived; only hello is fetched again.
    }

    [Fact]
    public async Task Cancelled_run_ends_soon_and_leaves_nothing_usable()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        await using var mirror = new FaultyMirror { Fault = MirrorFault.Stalls };
        var store = new PackageStore(new PackageStoreOptions { CacheFolder = scratch["cache"], Mirror = mirror.Uri });
        using var cancel = new CancellationTokenSource();

        var running = store.EnsureAsync(HelloRuntime.Definition, null, cancel.Token);
        await mirror.Stalled.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(60), Token));
        Assert.Null(store.Find(HelloRuntime.Definition));
    }

    [Fact]
    public async Task Mirror_that_cannot_be_reached_is_named()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var store = new PackageStore(new PackageStoreOptions { CacheFolder = scratch["cache"], Mirror = "http://127.0.0.1:9/debian" });

        var exception = await Expect.FailsAsync(ErrorCodes.DownloadFailed, () => store.EnsureAsync(HelloRuntime.Definition, null, Token));

        Assert.Contains("127.0.0.1:9", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_that_Debian_did_not_sign_is_refused()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        await using var mirror = new FaultyMirror();
        await File.WriteAllBytesAsync(scratch["empty.gpg"], [], Token);
        var machine = new Machine { DebianKeyring = scratch["empty.gpg"] };
        var options = new PackageStoreOptions { CacheFolder = scratch["cache"], Mirror = mirror.Uri };
        var store = new PackageStore(options, TimeProvider.System, machine);

        await Expect.FailsAsync(ErrorCodes.DownloadFailed, () => store.EnsureAsync(HelloRuntime.Definition, null, Token));

        Assert.Equal(0, mirror.Packages);
    }
}
