using System.Globalization;
using System.Threading.Channels;

namespace ThreeDb.LocalPostgres.Tests;

public sealed class ClusterCrashTests
{
    private const int Stop = 19; // SIGSTOP and SIGCONT of Linux.
    private const int Continue = 18;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_server_recovers_at_the_next_start_with_what_was_committed()
    {
        await using var scratch = new Scratch();
        var server = scratch.Server(scratch.Options(isDurable: true));
        var first = await server.EnsureAsync(cancellationToken: Token);
        await Sql.AskAsync(first, "create table t(x int); insert into t values (42)");

        Libc.Signal(first.ProcessId!.Value, Libc.Kill);
        var second = await server.EnsureAsync(cancellationToken: Token);

        Assert.True(second.WasStarted);
        Assert.Equal("42", await Sql.AskAsync(second, "select x from t"));
    }

    [Fact]
    public async Task Killed_server_is_not_started_before_its_last_process_is_gone()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        var server = scratch.Server();
        var first = await server.EnsureAsync(cancellationToken: Token);
        var answer = await Sql.AskAsync(first, "select pid from pg_stat_activity where backend_type = 'checkpointer'");
        var process = int.Parse(answer, CultureInfo.InvariantCulture);

        scratch.AtEnd(() => { Libc.Signal(process, Continue); return Task.CompletedTask; });
        Libc.Signal(process, Stop); // It cannot notice that the server dies, and keeps the shared memory.
        Libc.Signal(first.ProcessId!.Value, Libc.Kill);
        var starting = server.EnsureAsync(cancellationToken: Token);
        await LogSaysAsync(first.DataFolder!, "pre-existing shared memory block");
        Assert.False(starting.IsCompleted);
        Libc.Signal(process, Continue);

        Assert.True((await starting).WasStarted);
        Assert.False(ProcessTable.IsAlive(process));
    }

    [Fact]
    public async Task Server_that_hangs_is_reported_after_the_limit()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        var instance = await scratch.Server().EnsureAsync(cancellationToken: Token);
        var options = scratch.Options();
        options.StartTimeout = TimeSpan.FromSeconds(1);
        scratch.AtEnd(() => { Libc.Signal(instance.ProcessId!.Value, Continue); return Task.CompletedTask; });

        Libc.Signal(instance.ProcessId!.Value, Stop);
        var server = new LocalPostgresServer(options);

        await Expect.FailsAsync(ErrorCodes.ServerDidNotStart, () => server.EnsureAsync(cancellationToken: Token));
        Assert.Equal(LocalPostgresState.Starting, (await server.GetStatusAsync(Token)).State);
    }

    [Fact]
    public async Task Process_id_that_another_program_has_got_is_no_false_alarm()
    {
        await using var scratch = new Scratch();
        await TemplateCluster.CopyAsync(scratch);
        var server = scratch.Server();
        var first = await server.EnsureAsync(cancellationToken: Token);
        var file = Path.Combine(first.DataFolder!, "cluster/postmaster.pid");
        var content = await File.ReadAllTextAsync(file, Token);
        await server.StopAsync(Token);

        // A process of the same user: PostgreSQL itself would refuse to start because of it.
        var identity = await IdentityChoice.ChooseAsync(Machine.Current, scratch["data/postgres/cluster"], Token);
        var launch = new ServerLaunch(identity, "/", Path.Combine(first.DataFolder!, "log/sleep.log"), "", ["sleep", "60"]);
        var other = launch.Start(Machine.Current);
        scratch.AtEnd(() => { other.Kill(); other.Dispose(); return Task.CompletedTask; });
        await File.WriteAllTextAsync(file, other.Id + content[content.IndexOf('\n', StringComparison.Ordinal)..], Token);
        identity.Give(file);
        File.SetUnixFileMode(file, DurableFile.Secret);

        Assert.Equal(LocalPostgresState.Stopped, (await server.GetStatusAsync(Token)).State);
        Assert.False(await server.StopAsync(Token));
        var second = await server.EnsureAsync(cancellationToken: Token);

        Assert.True(second.WasStarted);
        Assert.False(other.HasExited);
    }

    private static async Task LogSaysAsync(string folder, string text)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var logs = Path.Combine(folder, "log");
        var changes = Channel.CreateUnbounded<string>();
        using var watcher = new FileSystemWatcher(logs, "*.log");
        watcher.Changed += (_, change) => changes.Writer.TryWrite(change.FullPath);
        watcher.Created += (_, change) => changes.Writer.TryWrite(change.FullPath);
        watcher.EnableRaisingEvents = true;
        while (!Directory.EnumerateFiles(logs, "*.log").Any(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal)))
        {
            await changes.Reader.ReadAsync(limit.Token);
        }
    }
}
