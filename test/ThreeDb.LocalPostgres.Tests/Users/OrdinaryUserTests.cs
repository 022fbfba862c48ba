namespace ThreeDb.LocalPostgres.Tests;

public sealed class OrdinaryUserTests
{
    [Fact]
    public async Task Cluster_lives_in_the_users_own_folders_and_needs_no_right_to_write_to_the_cache()
    {
        await using var scratch = new Scratch();
        await EnsureSharedRuntimeAsync();
        var user = new OrdinaryUser(scratch);

        var started = await user.RunAsync("ensure");
        var running = await user.RunAsync("status");
        var adopted = await user.RunAsync("ensure");
        var stopped = await user.RunAsync("stop");

        Assert.True(started.Code is null, started.Message);
        Assert.Equal(scratch["home/.local/share/3db/postgres"], started.DataFolder);
        Assert.Equal(("Running", started.ProcessId), (running.State, running.ProcessId));
        Assert.Equal((false, started.ProcessId), (adopted.WasStarted, adopted.ProcessId));
        Assert.Equal("True", stopped.State);
        Assert.False(ProcessTable.IsAlive(started.ProcessId));
    }

    [Fact]
    public async Task Runtime_is_fetched_by_a_user_without_privileges()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var user = new OrdinaryUser(scratch);
        user.Environment.Remove("THREEDB_CACHE");

        var answer = await user.RunAsync(HelloRuntime.InstallCommand);

        Assert.True(answer.Code is null, answer.Message);
        Assert.StartsWith(scratch["home/.cache/3db/runtimes/hello-"], answer.Root);
        Assert.Equal("Hello, world!", await HelloRuntime.SayAsync(answer.Root!));
    }

    [Theory]
    [InlineData("THREEDB_DATA", "ensure")]
    [InlineData("THREEDB_CACHE", "ensure")]
    public async Task Folder_that_the_user_cannot_write_to_is_named(string variable, string command)
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var user = new OrdinaryUser(scratch);
        user.Environment[variable] = "/usr/3db-test";

        var answer = await user.RunAsync(command);

        Assert.Equal("TDB5009", answer.Code);
        Assert.Contains("'/usr/3db-test", answer.Message, StringComparison.Ordinal);
    }

    internal static Task EnsureSharedRuntimeAsync()
    {
        Prerequisite.Packages();
        return Scratch.SharedStore()
            .EnsureAsync(KnownRuntimes.Postgres17, null, TestContext.Current.CancellationToken);
    }
}
