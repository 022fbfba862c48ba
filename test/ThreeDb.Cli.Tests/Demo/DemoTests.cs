using System.Net.Sockets;
using System.Text.Json;
using ThreeDb.Cli.Tests.Hosting;

namespace ThreeDb.Cli.Tests.Demo;

/// <summary>The demo and the benchmarks, small, from end to end.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_answers_every_question_and_loads_nothing_twice()
    {
        await using var local = new LocalFolder();
        var first = (await local.RunAsync("demo", "--limit", "600", "--port", "0", "--json")).Payload;
        var load = first.GetProperty("load");
        Assert.True(load.GetProperty("wasLoaded").GetBoolean());
        Assert.Equal(600, load.GetProperty("packages").GetInt32());
        var sections = first.GetProperty("sections").EnumerateArray().ToList();
        Assert.Equal(13, sections.Count);
        Assert.All(sections, section => Assert.True(section.GetProperty("milliseconds").GetDouble() > 0));
        Assert.All(sections, section => Assert.NotEqual(JsonValueKind.Undefined, section.GetProperty("answer").ValueKind));
        var entities = await EntitiesAsync(local);

        var second = (await local.RunAsync("demo", "--limit", "600", "--json")).Payload;
        Assert.False(second.GetProperty("load").GetProperty("wasLoaded").GetBoolean());
        Assert.Equal(entities, await EntitiesAsync(local));

        var more = (await local.RunAsync("demo", "--limit", "700", "--json")).Payload;
        Assert.True(more.GetProperty("load").GetProperty("wasLoaded").GetBoolean());
        Assert.True(await EntitiesAsync(local) > entities);

        var people = await local.RunAsync("demo", "--limit", "700");
        Assert.Contains("What breaks if I remove", people.Output, StringComparison.Ordinal);
        Assert.Contains("Try next:", people.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_prints_the_agreed_shape()
    {
        await using var local = new LocalFolder();
        var results = (await local.RunAsync("bench", "search", "--rows", "1000", "--json")).Payload.EnumerateArray().ToList();
        string[] members = ["measure", "unit", "value", "peer", "peerValue", "ratio", "target", "met", "rows", "machine"];
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.Equal(members, result.EnumerateObject().Select(member => member.Name)));
        Assert.Contains(results, result => result.GetProperty("measure").GetString() == "get by id over HTTP, p50" && result.GetProperty("target").GetString() == "<= 3");
        Assert.All(results.Where(result => result.GetProperty("ratio").ValueKind == JsonValueKind.Number), result => Assert.InRange(result.GetProperty("ratio").GetDouble(), 0.001, 1000));
    }

    [Fact]
    public async Task Up_starts_the_engines_of_the_demo_again_after_down()
    {
        await using var local = new LocalFolder();
        Assert.Equal(0, (await local.RunAsync("demo", "--limit", "600", "--port", "0", "--with", "valkey", "--json")).ExitCode);
        var before = await UrlAsync(local);
        Assert.Equal("""{"server":true,"postgres":true,"engines":["valkey"]}""", (await local.RunAsync("down", "--json")).Payload.GetRawText());
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(before));

        Assert.Equal(0, (await local.RunAsync("up", "--port", "0", "--json")).ExitCode);
        await ConnectAsync(before);
        Assert.Equal(before, await UrlAsync(local));
        Assert.Equal("live", (await local.RunAsync("sync", "resume", "demo-valkey", "--wait", "--json")).Payload.GetProperty("state").GetString());
    }

    private static async Task<Uri> UrlAsync(LocalFolder local) =>
        new((await local.RunAsync("sync", "status", "demo-valkey", "--json")).Payload.GetProperty("definition").GetProperty("settings").GetProperty("url").GetString()!);

    private static async Task ConnectAsync(Uri engine)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(engine.Host, engine.Port);
    }

    private static async Task<int> EntitiesAsync(LocalFolder local) =>
        (await local.RunAsync("status", "--json")).Payload.GetProperty("server").GetProperty("entities").GetInt32();
}
