using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Cli.Tests.Demo;

/// <summary>A demo in a second data folder, whose engine has the copy of the first.</summary>
public sealed class DemoTakeOverTests
{
    [Fact]
    public async Task Second_installation_is_told_the_command_that_takes_the_copy_over_and_it_does()
    {
        var url = (await EngineServer.SharedAsync(Neo4jEngine.Instance)).Url;
        string[] demo = ["demo", "--limit", "600", "--port", "0", "--with", "neo4j", "--neo4j-url", url];
        await using var first = new LocalFolder();
        await using var second = new LocalFolder();

        // What an earlier run of this test left may be there.
        var one = await first.RunAsync([.. demo, "--json"]);
        if (one.ExitCode != 0)
        {
            one = await first.RunAsync([.. demo, "--json", .. OptionsIn(Neo4j(one).GetProperty("remedy").GetString()!)]);
        }

        Assert.True(Neo4j(one).GetProperty("isSame").GetBoolean());

        var told = await second.RunAsync(demo);
        Assert.Equal(ExitCodes.Other, told.ExitCode);
        var warning = Assert.Single(told.Error.Split('\n'), line => line.Contains("warning: neo4j:", StringComparison.Ordinal));
        Assert.Contains("it has the copy of another 3db, such as a demo with another data folder; where that one is no more, this drops its copy and goes on: ", warning, StringComparison.Ordinal);
        Assert.Contains($"demo --with neo4j --limit 600 --neo4j-url {url} --take-over ", warning, StringComparison.Ordinal);

        var taken = await second.RunAsync([.. demo, "--json", .. OptionsIn(warning)]);
        Assert.Equal(("live", true), (Neo4j(taken).GetProperty("state").GetString(), Neo4j(taken).GetProperty("isSame").GetBoolean()));

        // Another run needs to say no more than the first, and nothing is made anew: the settings stay as they are.
        var settings = await SettingsAsync(second);
        Assert.True(Neo4j(await second.RunAsync([.. demo, "--json"])).GetProperty("isSame").GetBoolean());
        Assert.True(Neo4j(await second.RunAsync([.. demo, "--json", "--take-over", "77aa01c2e4d59b38"])).GetProperty("isSame").GetBoolean());
        Assert.Equal(settings, await SettingsAsync(second));
        Assert.Equal(ExitCodes.Usage, (await second.RunAsync("demo", "--take-over", "abc")).ExitCode);
    }

    [Fact]
    public void Identity_of_the_other_database_is_found_in_the_remedy()
    {
        var context = new ProjectionContext("default", "demo-neo4j", TimeProvider.System) { Database = "77aa01c2e4d59b38" };
        Assert.Equal("3b1f0c5a9d2e4f60", DemoTakeOver.From(new ProjectionTakenException(context, "3b1f0c5a9d2e4f60").Hint));
        Assert.Null(DemoTakeOver.From("start the engine"));
        Assert.Null(DemoTakeOver.From(null));
    }

    [Fact]
    public void Settings_keep_the_other_database_that_they_name()
    {
        var settings = JsonElement.Parse("""{"url":"http://127.0.0.1:7474"}""");
        Assert.Null(DemoTakeOver.Stored(settings));
        Assert.Null(DemoTakeOver.Stored(null));
        Assert.Equal(settings.GetRawText(), DemoTakeOver.Into(settings, null).GetRawText());
        Assert.Equal("3b1f0c5a9d2e4f60", DemoTakeOver.Stored(DemoTakeOver.Into(settings, "3b1f0c5a9d2e4f60")));
    }

    [Theory]
    [InlineData("/home/me/data", "/home/me/data")]
    [InlineData("http://127.0.0.1:7474", "http://127.0.0.1:7474")]
    [InlineData("/home/me/my data", "'/home/me/my data'")]
    [InlineData("/srv/O'Brien", @"'/srv/O'\''Brien'")]
    [InlineData("http://h:7474/?a&b", "'http://h:7474/?a&b'")]
    [InlineData("pa$word", "'pa$word'")]
    [InlineData("", "''")]
    public void Value_is_one_word_of_the_command(string value, string word) => Assert.Equal(word, DemoTakeOver.Word(value));

    private static async Task<string> SettingsAsync(LocalFolder folder) =>
        (await folder.RunAsync("sync", "status", "demo-neo4j", "--json")).Payload.GetProperty("definition").GetProperty("settings").GetRawText();

    private static string[] OptionsIn(string text) => ["--take-over", text[(text.IndexOf("--take-over ", StringComparison.Ordinal) + "--take-over ".Length)..].Trim()];

    private static JsonElement Neo4j(Answer answer) => JsonElement.Parse(answer.Output).GetProperty("engines").EnumerateArray().Single(engine => engine.GetProperty("engine").GetString() == "neo4j");
}
