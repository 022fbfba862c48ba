namespace ThreeDb.LocalPostgres.Tests;

/// <summary>What only root can meet. In an ordinary user's run these are skipped.</summary>
public sealed class RootTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("runuser")]
    [InlineData("su")]
    public async Task Server_steps_down_without_setpriv_too(string tool)
    {
        Prerequisite.Root();
        Prerequisite.Tool(tool);
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        await OrdinaryUserTests.EnsureSharedRuntimeAsync();
        OwnFolder.CreateReadable(scratch["bin"]);
        foreach (var name in new[] { tool, "setsid" })
        {
            File.CreateSymbolicLink(scratch["bin/" + name], Machine.Current.FindTool(name)!);
        }

        var server = scratch.Server(machine: new Machine { Variable = name => name == "PATH" ? scratch["bin"] : null });
        var instance = await server.EnsureAsync(cancellationToken: Token);

        Assert.NotEqual(0u, Processes.UserOf(instance.ProcessId!.Value));
        Assert.Equal("1", await Sql.AskAsync(instance, "select 1"));
        Assert.True(await server.StopAsync(Token));
    }

    [Fact]
    public async Task Folder_that_the_servers_user_cannot_enter_is_named()
    {
        Prerequisite.Root();
        await using var scratch = new Scratch();
        OwnFolder.CreatePrivate(scratch["locked"]);

        var exception = await Expect.FailsAsync(ErrorCodes.FolderNotUsable,
            () => scratch.Server(scratch.Options("locked/data")).EnsureAsync(cancellationToken: Token));

        Assert.Contains($"'{scratch["locked"]}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("chmod o+x", exception.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_without_a_user_to_become_is_refused()
    {
        Prerequisite.Root();
        await using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch["passwd"], "root:x:0:0::/root:/bin/sh\n", Token);
        var server = scratch.Server(machine: new Machine { PasswdFile = scratch["passwd"] });

        await Expect.FailsAsync(ErrorCodes.NoUnprivilegedUser, () => server.EnsureAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Root_who_may_not_become_anybody_is_refused()
    {
        Prerequisite.Root();
        Prerequisite.Tool("setpriv");
        await using var scratch = new Scratch();
        await OrdinaryUserTests.EnsureSharedRuntimeAsync();

        var answer = await Driver.RunAsync(Environment(scratch), ["ensure"],
            "setpriv", "--bounding-set=-setuid,-setgid", "--inh-caps=-setuid,-setgid");

        Assert.Equal("TDB5007", answer.Code);
    }

    [Fact]
    public async Task Machine_without_time_zones_is_refused_for_real()
    {
        Prerequisite.Root();
        Prerequisite.Tool("unshare");
        await using var scratch = new Scratch();
        await OrdinaryUserTests.EnsureSharedRuntimeAsync();

        var answer = await Driver.RunAsync(Environment(scratch), ["ensure"],
            "unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /usr/share/zoneinfo && exec \"$@\"", "sh");

        Assert.Equal("TDB5006", answer.Code);
    }

    [Fact]
    public async Task Runtime_that_root_makes_with_a_strict_umask_can_be_used_by_others()
    {
        Prerequisite.Root();
        await using var scratch = new Scratch();
        var cache = await HelloRuntime.CacheWithListsAsync(scratch);
        var environment = Environment(scratch);
        environment["THREEDB_CACHE"] = cache.CacheFolder!;

        var answer = await Driver.RunAsync(environment, HelloRuntime.InstallCommand, "sh", "-c", "umask 077 && exec \"$@\"", "sh");
        var identity = await IdentityChoice.ChooseAsync(Machine.Current, scratch["none"], Token);
        var hello = await ToolProcess.RunAsync(identity.Wrap(new ToolCall(Path.Combine(answer.Root!, HelloRuntime.Program))), Token);

        Assert.Equal("Hello, world!", hello.Output);
    }

    [Fact]
    public async Task Cluster_that_an_ordinary_user_made_runs_as_that_user()
    {
        Prerequisite.Root();
        await using var scratch = new Scratch();
        await OrdinaryUserTests.EnsureSharedRuntimeAsync();
        var user = new OrdinaryUser(scratch);
        user.Environment["THREEDB_DATA"] = scratch["home/data"];
        await user.RunAsync("ensure");
        await user.RunAsync("stop");
        File.SetUnixFileMode(scratch["home"], File.GetUnixFileMode(scratch.Folder));

        var instance = await scratch.Server(scratch.Options("home/data")).EnsureAsync(cancellationToken: Token);

        var nobody = PasswdEntry.Read("/etc/passwd").First(entry => entry.Name == "nobody");
        Assert.Equal(nobody.User, Processes.UserOf(instance.ProcessId!.Value));
    }

    private static Dictionary<string, string> Environment(Scratch scratch) => new()
    {
        ["THREEDB_RUNTIME"] = "private", ["THREEDB_DATA"] = scratch["data"], ["THREEDB_CACHE"] = Scratch.SharedCache,
    };
}
