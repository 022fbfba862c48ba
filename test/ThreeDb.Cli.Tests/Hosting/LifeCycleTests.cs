using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ThreeDb.Cli.Tests.Hosting;

public sealed class LifeCycleTests
{
    [Fact]
    public async Task Up_keeps_data_over_down_and_up()
    {
        await using var local = new LocalFolder();
        var up = (await local.RunAsync("up", "--port", "0", "--json")).Payload;
        Assert.True(up.GetProperty("wasStarted").GetBoolean());
        Assert.Equal(0, (await local.RunAsync("put", "kept", "--type", "note", "--data", "{}")).ExitCode);

        var told = await local.RunAsync(new Dictionary<string, string> { ["THREEDB_MEMORY"] = "123M" }, "up");
        Assert.Contains("THREEDB_MEMORY changes nothing while the server runs (it may take", told.Error, StringComparison.Ordinal);
        var again = (await local.RunAsync("up", "--json")).Payload;
        Assert.False(again.GetProperty("wasStarted").GetBoolean());
        Assert.Equal(up.GetProperty("processId").GetInt32(), again.GetProperty("processId").GetInt32());

        var status = (await local.RunAsync("status", "--json")).Payload;
        Assert.Equal(("ready", 1), (status.GetProperty("server").GetProperty("status").GetString(), status.GetProperty("server").GetProperty("entities").GetInt32()));
        var doctor = (await local.RunAsync("doctor", "--json")).Payload;
        Assert.All(doctor.GetProperty("checks").EnumerateArray(), check => Assert.Equal("ok", check.GetProperty("state").GetString()));

        Assert.Equal("""{"server":true,"postgres":true,"engines":[]}""", (await local.RunAsync("down", "--json")).Payload.GetRawText());
        Assert.False(File.Exists(local.StateFile));
        Assert.Equal("""{"server":false,"postgres":false,"engines":[]}""", (await local.RunAsync("down", "--json")).Payload.GetRawText());
        var stopped = await local.RunAsync("status", "--json");
        Assert.Equal((ExitCodes.Unreachable, "stopped"), (stopped.ExitCode, JsonElement.Parse(stopped.Output).GetProperty("server").GetProperty("status").GetString()));

        await local.RunAsync("up", "--port", "0");
        Assert.Equal(0, (await local.RunAsync("get", "kept")).ExitCode);
    }

    [Fact]
    public async Task Limit_of_a_request_that_is_named_holds_for_the_server_and_export_and_import_keep_to_it()
    {
        await using var local = new LocalFolder();
        var wrong = await local.RunAsync(new Dictionary<string, string> { ["THREEDB_MAX_BODY"] = "much" }, "up", "--port", "0", "--json");
        Assert.Contains("THREEDB_MAX_BODY is 'much'; it is a size from 64K to 256M", wrong.Failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        var small = await local.RunAsync("up", "--port", "0", "--max-body", "1K", "--json");
        Assert.Equal(ExitCodes.Usage, small.ExitCode);

        // The option wins over the variable, which the started server inherits.
        await local.RunAsync(new Dictionary<string, string> { ["THREEDB_MAX_BODY"] = "64K", ["THREEDB_MAX_MEMBERS"] = "50" }, "up", "--port", "0", "--max-body", "12M");
        var large = Path.Combine(local.Root, "large.json");
        await File.WriteAllTextAsync(large, $$"""{"text": "{{new string('x', 10_000_000)}}"}""", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await local.RunAsync("put", "large", "--type", "note", "--data", "@" + large)).ExitCode);
        var wide = (await local.RunAsync("put", "wide", "--type", "note", "--data", $$"""{"v":[{{string.Join(',', Enumerable.Range(0, 50))}}]}""", "--json")).Failure;
        Assert.Equal("TDB1007", wide.GetProperty("code").GetString());
        Assert.Contains("--max-members", wide.GetProperty("hint").GetString(), StringComparison.Ordinal);

        var file = Path.Combine(local.Root, "export.ndjson");
        await File.WriteAllTextAsync(file, (await local.RunAsync("export", "--json")).Output, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await local.RunAsync("delete", "large", "--yes")).ExitCode);
        Assert.Equal(1, (await local.RunAsync("import", file, "--json")).Payload.GetProperty("created").GetInt32());
        Assert.Contains("3db down", (await local.RunAsync("up", "--max-body", "9M")).Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(large, $$"""{"text": "{{new string('x', 12 << 20)}}"}""", TestContext.Current.CancellationToken);
        var refused = (await local.RunAsync("put", "larger", "--type", "note", "--data", "@" + large, "--json")).Failure;
        Assert.Equal("TDB1003", refused.GetProperty("code").GetString());
        Assert.Contains("--max-body", refused.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_server_is_replaced_and_its_postgres_adopted()
    {
        await using var local = new LocalFolder();
        var first = (await local.RunAsync("up", "--port", "0", "--json")).Payload;
        using (var server = Process.GetProcessById(first.GetProperty("processId").GetInt32()))
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        Assert.True(File.Exists(local.StateFile)); // Nobody could remove it.
        var second = (await local.RunAsync("up", "--port", "0", "--json")).Payload;

        Assert.True(second.GetProperty("wasStarted").GetBoolean());
        Assert.Equal(first.GetProperty("postgres").GetProperty("processId").GetInt32(), second.GetProperty("postgres").GetProperty("processId").GetInt32());
        Assert.Equal("ready", (await local.RunAsync("status", "--json")).Payload.GetProperty("server").GetProperty("status").GetString());
    }

    [Fact]
    public async Task State_of_a_process_whose_id_is_used_again_is_not_believed()
    {
        await using var local = new LocalFolder();
        var state = new ServerState(Environment.ProcessId, "another boot/1", new Uri("http://127.0.0.1:1"), ["http://127.0.0.1:1"], "0.0.0", DateTimeOffset.UnixEpoch);
        state.Write(new DataFolder(local.Root));

        Assert.Equal("""{"server":false,"postgres":false,"engines":[]}""", (await local.RunAsync("down", "--json")).Payload.GetRawText());
        Assert.Equal(ExitCodes.Unreachable, (await local.RunAsync("status")).ExitCode);
        Assert.True((await local.RunAsync("up", "--port", "0", "--json")).Payload.GetProperty("wasStarted").GetBoolean());
        Assert.NotEqual(Environment.ProcessId, local.State.GetProperty("processId").GetInt32());
    }

    [Fact]
    public async Task Two_at_once_start_one_server()
    {
        await using var local = new LocalFolder();

        var both = await Task.WhenAll(local.RunAsync("up", "--port", "0", "--json"), local.RunAsync("up", "--port", "0", "--json"));

        Assert.Single(both.Select(answer => answer.Payload.GetProperty("processId").GetInt32()).Distinct());
        Assert.Single(both, answer => answer.Payload.GetProperty("wasStarted").GetBoolean());
    }

    [Fact]
    public async Task Taken_port_is_refused_with_the_remedy_before_anything_starts()
    {
        await using var local = new LocalFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var failure = (await local.RunAsync("up", "--port", $"{((IPEndPoint)other.LocalEndpoint).Port}", "--json")).Failure;

        Assert.Equal("TDB5001", failure.GetProperty("code").GetString());
        Assert.Contains("--port 0", failure.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(local.Root, "postgres")));
    }

    [Fact]
    public async Task Open_address_is_refused_without_a_key_and_then_needs_one()
    {
        await using var local = new LocalFolder();
        var failure = (await local.RunAsync("up", "--port", "0", "--listen", "0.0.0.0", "--json")).Failure;
        Assert.Equal("TDB3004", failure.GetProperty("code").GetString());
        Assert.Contains("key create", failure.GetProperty("hint").GetString(), StringComparison.Ordinal);

        var key = (await local.RunAsync("key", "create", "--scope", "admin")).Output.Trim();
        Assert.Equal(0, (await local.RunAsync("up", "--port", "0", "--listen", "0.0.0.0")).ExitCode);
        Assert.Equal(ExitCodes.Unauthenticated, (await local.RunAsync("list")).ExitCode);
        Assert.Equal(0, (await local.RunAsync(new Dictionary<string, string> { ["THREEDB_API_KEY"] = key }, "list")).ExitCode);
    }

    [Fact]
    public async Task Server_that_cannot_start_says_why()
    {
        await using var local = new LocalFolder();

        var failure = (await local.RunAsync(new Dictionary<string, string> { ["THREEDB_POSTGRES"] = "Host=127.0.0.1;Port=1;Username=x" }, "up", "--port", "0", "--json")).Failure;

        Assert.Equal(("TDB4001", ExitCodes.Unreachable), (failure.GetProperty("code").GetString(), failure.GetProperty("exitCode").GetInt32()));
    }

    [Fact]
    public async Task Ordinary_user_needs_nothing_of_root()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/sbin/runuser"))
        {
            Assert.Skip("Only root can become another user; as one, all other tests of this class are this test.");
        }

        if (!CanEnter(AppContext.BaseDirectory))
        {
            Prerequisite.Missing("An ordinary user cannot read this checkout.", "Put it where others can enter.");
        }

        await using var local = new LocalFolder("nobody");
        var up = await local.RunAsync("up", "--port", "0", "--json");

        Assert.Equal("ready", (await local.RunAsync("status", "--json")).Payload.GetProperty("server").GetProperty("status").GetString());
        Assert.Equal(up.Payload.GetProperty("processId").GetInt32(), local.State.GetProperty("processId").GetInt32());
        Assert.Equal("""{"server":true,"postgres":true,"engines":[]}""", (await local.RunAsync("down", "--json")).Payload.GetRawText());
    }

    private static bool CanEnter(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (!at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }
}
