namespace ThreeDb.Cli.Tests.Hosting;

/// <summary>What the server that <c>3db up</c> starts writes down.</summary>
public sealed class ServerLogTests
{
    [Fact]
    public async Task Broken_projection_is_in_the_log_with_its_reason_and_remedy()
    {
        await using var local = new LocalFolder();
        var url = (await local.RunAsync("up", "--port", "0", "--json")).Payload.GetProperty("url").GetString()!.TrimEnd('/');

        // It answers, and is no Neo4j: only somebody can mend that.
        Assert.Equal(0, (await local.RunAsync("sync", "add", "graph", "--kind", "neo4j", "--settings", $$"""{"url": "{{url}}"}""")).ExitCode);
        Assert.Equal(ExitCodes.GaveUpWaiting, (await local.RunAsync("sync", "resume", "graph", "--wait", "--wait-limit", "60")).ExitCode);
        var status = (await local.RunAsync("sync", "status", "graph", "--json")).Output;
        Assert.Equal("broken", System.Text.Json.JsonElement.Parse(status).GetProperty("state").GetString());

        var log = await File.ReadAllLinesAsync(Path.Combine(local.Root, "server.log"));
        Assert.Contains(log, line => line.Contains("ThreeDb.Sync[3001]", StringComparison.Ordinal) && line.Contains("'graph'", StringComparison.Ordinal));
        var broken = log.Where(line => line.Contains("ThreeDb.Sync[3003]", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(broken);
        Assert.All(broken, line => Assert.Contains("'3db sync resume graph'", line, StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains("Npgsql.Command", StringComparison.Ordinal));
    }
}
