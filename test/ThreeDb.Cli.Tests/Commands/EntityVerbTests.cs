namespace ThreeDb.Cli.Tests.Commands;

public sealed class EntityVerbTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Fact]
    public async Task Put_creates_replaces_merges_and_patches()
    {
        var id = cli.Unique("book/");
        var made = (await cli.RunAsync("put", id, "--type", "book", "--data", """{"title": "Dune", "price": 12}""", "--json")).Payload;
        Assert.Equal(("created", 1), (made.GetProperty("outcome").GetString(), made.GetProperty("entity").GetProperty("version").GetInt32()));

        await cli.RunAsync("put", id, "--data", """{"price": 13}""", "--merge");
        await cli.RunAsync("put", id, "--data", """[{"op": "add", "path": "/new", "value": true}]""", "--patch", "--if-match", "2");
        var entity = (await cli.RunAsync("get", id, "--json")).Payload;
        Assert.True(Json.Same(Json.Of("""{"title": "Dune", "price": 13, "new": true}"""), entity.GetProperty("data")));

        await cli.RunAsync("put", id, "--type", "book", "--data", """{"title": "Emma"}""");
        Assert.Equal("""{"title":"Emma"}""", (await cli.RunAsync("get", id, "--json")).Payload.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Put_reads_data_from_file_and_stdin()
    {
        cli.Write("data.json", """{"from": "file"}""");
        var file = (await cli.RunAsync("put", "--type", "note", "--data", "@data.json", "--json")).Payload;
        var stdin = (await cli.RunAsync("""{"from": "stdin"}""", ["put", "--type", "note", "--data", "-", "--json"])).Payload;

        Assert.Equal("""{"from":"file"}""", file.GetProperty("entity").GetProperty("data").GetRawText());
        Assert.Equal("""{"from":"stdin"}""", stdin.GetProperty("entity").GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData(6, "TDB2003", "--data", "{}", "--if-match", "7")]
    [InlineData(6, "TDB2003", "--data", "{}", "--merge", "--if-match", "7")]
    [InlineData(6, "TDB2002", "--data", "{}", "--type", "note", "--create-only")]
    [InlineData(6, "TDB2004", "--data", "{}", "--type", "other")]
    [InlineData(7, "TDB1016", "--data", """[{"op": "remove", "path": "/nothing"}]""", "--patch")]
    [InlineData(7, "TDB1021", "--data", "5", "--type", "note")]
    [InlineData(2, "TDB6001", "--data", "{}", "--merge", "--patch")]
    [InlineData(2, "TDB6001", "--data", "{}", "--merge", "--project", "red")]
    [InlineData(2, "TDB6001", "--data", "[]", "--patch", "--project", "red")]
    public async Task Put_refuses_what_contradicts_the_store(int exit, string code, params string[] words)
    {
        var id = cli.Unique();
        await cli.RunAsync("put", id, "--type", "note", "--data", "{}");

        var answer = await cli.RunAsync(["put", id, .. words, "--json"]);

        Assert.Equal((exit, code), (answer.ExitCode, answer.Failure.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Repeated_put_with_an_idempotency_key_makes_one_entity()
    {
        string[] words = ["put", "--type", "once", "--data", "{}", "--idempotency-key", cli.Unique("key"), "--json"];
        var first = (await cli.RunAsync(words)).Payload.GetProperty("entity").GetProperty("id").GetString();
        var second = (await cli.RunAsync(words)).Payload.GetProperty("entity").GetProperty("id").GetString();

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Delete_of_many_is_all_or_none_and_needs_yes()
    {
        var (a, b) = (cli.Unique(), cli.Unique());
        await cli.RunAsync("put", a, "--type", "note", "--data", "{}");
        await cli.RunAsync("put", b, "--type", "note", "--data", "{}");

        Assert.Equal(5, (await cli.RunAsync("delete", a, "nobody", "--yes")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("get", a)).ExitCode);
        Assert.Equal(2, (await cli.RunAsync("delete", a, b, "--yes", "--json")).Payload.GetProperty("deleted").GetArrayLength());
        Assert.Equal(5, (await cli.RunAsync("get", a)).ExitCode);
    }

    [Fact]
    public async Task List_filters_sorts_selects_and_counts()
    {
        foreach (var price in new[] { 5, 20, 10 })
        {
            await cli.RunAsync("put", "--type", "priced", "--data", $$"""{"price": {{price}}, "other": 1}""");
        }

        var page = (await cli.RunAsync("list", "--type", "priced", "--where", "price>=10", "--order", "-price", "--select", "price", "--count", "exact", "--json")).Payload;

        Assert.Equal(["""{"price":20}""", """{"price":10}"""], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("data").GetRawText()));
        Assert.Equal(2, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Project_of_the_settings_is_that_of_new_entities_and_lists()
    {
        var folder = Directory.CreateDirectory(Path.Combine(cli.Folder, ".config", "3db"));
        File.WriteAllText(Path.Combine(folder.FullName, "config.json"), """{"project": "mine"}""");
        try
        {
            await cli.RunAsync("put", "--type", "projected", "--data", "{}");
            await cli.RunAsync("put", "--type", "projected", "--data", "{}", "--project", "other");

            var items = (await cli.RunAsync("list", "--type", "projected", "--json")).Payload.GetProperty("items");
            Assert.Equal("mine", Assert.Single(items.EnumerateArray()).GetProperty("project").GetString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
