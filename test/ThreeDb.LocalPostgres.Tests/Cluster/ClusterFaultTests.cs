using System.Net;
using System.Net.Sockets;

namespace ThreeDb.LocalPostgres.Tests;

public sealed class ClusterFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Port_of_the_last_time_that_is_taken_is_replaced()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        var server = scratch.Server();
        var first = await server.EnsureAsync(cancellationToken: Token);
        await server.StopAsync(Token);
        using var other = new TcpListener(IPAddress.Loopback, first.Port);
        other.Start();

        var second = await server.EnsureAsync(cancellationToken: Token);

        Assert.NotEqual(first.Port, second.Port);
        Assert.Equal("1", await Sql.AskAsync(second, "select 1"));
    }

    [Fact]
    public async Task Port_that_was_asked_for_and_is_taken_is_reported_with_its_owner()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var options = scratch.Options();
        options.Port = ((IPEndPoint)other.LocalEndpoint).Port;

        var exception = await Expect.FailsAsync(ErrorCodes.PortTaken, () => scratch.Server(options).EnsureAsync(cancellationToken: Token));

        Assert.Contains($"Port {options.Port}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_that_was_asked_for_while_it_runs_on_another_is_refused()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        var running = await scratch.Server().EnsureAsync(cancellationToken: Token);
        var options = scratch.Options();
        options.Port = LocalPort.Choose();

        var exception = await Expect.FailsAsync(ErrorCodes.InvalidConfiguration,
            () => new LocalPostgresServer(options).EnsureAsync(cancellationToken: Token));

        Assert.Contains($"{running.Port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_of_another_major_version_is_refused_and_left_alone()
    {
        await using var scratch = new Scratch();
        var cluster = scratch["data/postgres/cluster"];
        Directory.CreateDirectory(cluster);
        await File.WriteAllTextAsync(Path.Combine(cluster, "PG_VERSION"), "15\n", Token);

        var exception = await Expect.FailsAsync(ErrorCodes.OtherMajorVersion, () => scratch.Server().EnsureAsync(cancellationToken: Token));

        Assert.Contains("PostgreSQL 15; at hand is 17", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["PG_VERSION"], Directory.EnumerateFileSystemEntries(cluster).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Server_that_does_not_start_is_reported_with_the_end_of_its_log()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        var options = scratch.Options();
        options.Settings = new Dictionary<string, string> { ["shared_preload_libraries"] = "no_such_library_3db" };

        var exception = await Expect.FailsAsync(ErrorCodes.ServerDidNotStart,
            () => scratch.Server(options).EnsureAsync(cancellationToken: Token));

        Assert.Contains("no_such_library_3db", exception.Message, StringComparison.Ordinal);
        Assert.Equal(LocalPostgresState.Stopped, (await new LocalPostgresServer(scratch.Options()).GetStatusAsync(Token)).State);
        Assert.True((await scratch.Server().EnsureAsync(cancellationToken: Token)).WasStarted);
    }

    [Fact]
    public async Task Cluster_that_was_left_half_made_is_made_anew()
    {
        await using var scratch = new Scratch();
        var leftover = scratch["data/postgres/cluster.new-0"];
        Directory.CreateDirectory(leftover);
        await File.WriteAllTextAsync(Path.Combine(leftover, "PG_VERSION"), "17\n", Token);

        await scratch.Server().EnsureAsync(cancellationToken: Token);

        Assert.False(Directory.Exists(leftover));
    }

    [Fact]
    public async Task Password_that_was_lost_is_reported_with_its_file()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        await scratch.Server().EnsureAsync(cancellationToken: Token);
        File.Delete(scratch["data/postgres/password"]);

        var exception = await Expect.FailsAsync(ErrorCodes.FolderNotUsable,
            () => new LocalPostgresServer(scratch.Options()).EnsureAsync(cancellationToken: Token));

        Assert.Contains("data/postgres/password", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_too_long_for_a_socket_gets_a_socket_elsewhere()
    {
        await using var scratch = new Scratch();
        var options = scratch.Options(string.Join('/', Enumerable.Repeat("a-rather-long-name", 6)));
        var server = scratch.Server(options);

        var instance = await server.EnsureAsync(cancellationToken: Token);

        Assert.Equal("1", await Sql.AskAsync(instance, "select 1"));
        Assert.DoesNotContain("a-rather-long-name", instance.SocketFolder, StringComparison.Ordinal);
        await server.StopAsync(Token);
        var again = await server.EnsureAsync(cancellationToken: Token);
        Assert.False(Directory.Exists(instance.SocketFolder));
        scratch.AtEnd(() => { OwnFolder.TryDelete(again.SocketFolder!); return Task.CompletedTask; });
        await server.StopAsync(Token);
    }

    [Fact]
    public async Task Machine_without_time_zones_is_refused()
    {
        await using var scratch = new Scratch();
        var server = scratch.Server(scratch.Options(), new Machine { ZoneInfoFolder = scratch["nothing"] });

        var exception = await Expect.FailsAsync(ErrorCodes.NoZoneInfo, () => server.EnsureAsync(cancellationToken: Token));

        Assert.Contains("tzdata", exception.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_out_of_reach_on_the_same_files_is_not_joined_by_a_second()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        var server = scratch.Server();
        var instance = await server.EnsureAsync(cancellationToken: Token);
        var file = Path.Combine(instance.DataFolder!, "cluster/postmaster.pid");
        var content = await File.ReadAllTextAsync(file, Token);

        // As it looks from outside of the container that runs it: a process id that means nothing here.
        await File.WriteAllTextAsync(file, "4194305" + content[content.IndexOf('\n', StringComparison.Ordinal)..], Token);
        var status = await server.GetStatusAsync(Token);
        await Expect.FailsAsync(ErrorCodes.ServerDidNotStart, () => server.EnsureAsync(cancellationToken: Token));
        await File.WriteAllTextAsync(file, content, Token);

        Assert.Equal(LocalPostgresState.Foreign, status.State);
        Assert.Equal("1", await Sql.AskAsync(instance, "select 1"));
    }
}
