namespace ThreeDb.LocalPostgres.Tests;

public sealed class ClusterLifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_is_made_started_adopted_stopped_and_started_again_on_its_port()
    {
        await using var scratch = new Scratch();
        var server = scratch.Server(scratch.Options(isDurable: true));
        var reports = new Reports();
        Assert.Equal(LocalPostgresState.NotInstalled, (await server.GetStatusAsync(Token)).State);
        Assert.False(await server.StopAsync(Token));

        var started = await server.EnsureAsync(reports, Token);
        var running = await server.GetStatusAsync(Token);
        var adopted = await new LocalPostgresServer(scratch.Options()).EnsureAsync(cancellationToken: Token);

        Assert.True(started.WasStarted);
        Assert.Equal(ProvisionStep.Ready, reports.All[^1].Step);
        Assert.Equal(LocalPostgresState.Running, running.State);
        Assert.Equal((started.ProcessId, started.Port), (running.ProcessId, running.Port!.Value));
        Assert.False(adopted.WasStarted);
        Assert.Equal((started.ProcessId, started.Port, started.Version, started.Source, started.ToConnectionString()),
            (adopted.ProcessId, adopted.Port, adopted.Version, adopted.Source, adopted.ToConnectionString()));
        Assert.True(File.Exists(adopted.LogFile));

        Assert.True(await server.StopAsync(Token));
        Assert.False(ProcessTable.IsAlive(started.ProcessId!.Value));
        Assert.Equal(LocalPostgresState.Stopped, (await server.GetStatusAsync(Token)).State);
        var isFree = LocalPort.IsFree(started.Port);
        var again = await server.EnsureAsync(cancellationToken: Token);
        Assert.True(again.WasStarted);
        Assert.True(again.Port == started.Port || !isFree || !LocalPort.IsFree(started.Port), "Another port was taken, and nobody else has the old one.");
        Assert.NotEqual(started.ProcessId, again.ProcessId);
    }

    [Fact]
    public async Task Server_survives_the_death_of_its_starter_in_a_session_of_its_own()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        var server = scratch.Server();
        var environment = new Dictionary<string, string>
        {
            ["THREEDB_RUNTIME"] = "private", ["THREEDB_DATA"] = scratch["data"], ["THREEDB_CACHE"] = Scratch.SharedCache,
        };
        await using (var driver = Driver.Start(environment, ["ensure-and-hang"]))
        {
            await driver.AnswerAsync();
            await driver.KillAsync();
        }

        var adopted = await server.EnsureAsync(cancellationToken: Token);

        Assert.False(adopted.WasStarted);
        Assert.Equal(adopted.ProcessId, Processes.SessionOf(adopted.ProcessId!.Value));
        Assert.Equal("1", await Sql.AskAsync(adopted, "select 1"));
    }

    [Fact]
    public async Task Callers_at_once_start_one_server()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        scratch.Server();

        var instances = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => new LocalPostgresServer(scratch.Options()).EnsureAsync(cancellationToken: Token)));

        Assert.Single(instances, instance => instance.WasStarted);
        Assert.Single(instances.Select(instance => instance.ProcessId).Distinct());
    }

    [Fact]
    public async Task Clusters_run_side_by_side()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch, "a");
        await TemplateCluster.CopyAsync(scratch, "b");
        var servers = new[] { "a", "b" }.Select(name => scratch.Server(scratch.Options(name))).ToList();

        var instances = await Task.WhenAll(servers.Select(server => server.EnsureAsync(cancellationToken: Token)));
        await servers[0].StopAsync(Token);

        Assert.NotEqual(instances[0].Port, instances[1].Port);
        Assert.Equal(LocalPostgresState.Stopped, (await servers[0].GetStatusAsync(Token)).State);
        Assert.Equal(LocalPostgresState.Running, (await servers[1].GetStatusAsync(Token)).State);
    }

    [Fact]
    public async Task Installation_on_the_machine_comes_first()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        Prerequisite.Packages();
        var runtime = await new PackageStore(scratch.Options().Packages).EnsureAsync(KnownRuntimes.Postgres17, null, Token);
        var machine = new Machine { InstalledPatterns = [Path.Combine(runtime.Root, "usr/lib/postgresql/*/bin")] };
        var options = scratch.Options();
        options.Source = PostgresSource.Auto;
        options.Packages.CacheFolder = scratch["unused"];
        var server = scratch.Server(options, machine);

        var instance = await server.EnsureAsync(cancellationToken: Token);

        Assert.Equal(PostgresSource.Installed, instance.Source);
        Assert.Equal("1", await Sql.AskAsync(instance, "select 1"));
        Assert.False(Directory.Exists(scratch["unused"]));
    }
}
