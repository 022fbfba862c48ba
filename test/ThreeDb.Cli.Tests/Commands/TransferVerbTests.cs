namespace ThreeDb.Cli.Tests.Commands;

public sealed class TransferVerbTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Fact]
    public async Task Export_imported_elsewhere_is_exported_alike()
    {
        await cli.RunAsync("put", "trip/1", "--type", "trip", "--data", """{"name": "north \u007f東", "n": [1, 2.50, null]}""", "--project", "p");
        await cli.RunAsync("put", "trip/2", "--type", "trip", "--data", "{}");
        await cli.RunAsync("relate", "trip/1", "BEFORE", "trip/2", "--key", "k", "--weight", "0.5", "--data", """{"x": 1}""", "--from", "2026-01-01");
        var exported = (await cli.RunAsync("export", "--type", "trip", "--json")).Output;
        Assert.Equal(3, exported.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        await cli.RunAsync("delete", "trip/1", "trip/2", "--yes");
        var imported = (await cli.RunAsync(exported, ["import", "-", "--json"])).Payload;

        Assert.Equal((3, 3, 0), (imported.GetProperty("items").GetInt32(), imported.GetProperty("created").GetInt32(), imported.GetProperty("failed").GetInt32()));
        Assert.Equal(exported, (await cli.RunAsync("export", "--type", "trip", "--json")).Output);
    }

    [Theory]
    [InlineData("rows.ndjson", "{\"k\": \"a\", \"n\": 1}\n\n{\"k\": \"b\"}\nnonsense\n{\"n\": 2}\n[]\n{\"k\": \"c\"}", new[] { 4, 5, 6 })]
    [InlineData("rows.json", """[{"k": "a", "n": 1}, {"k": "b"}, 5, {"n": 2}, {"k": "c"}]""", new[] { 3, 4 })]
    [InlineData("rows.csv", "k,n\na,1\n\"b\",\n\"x\ny\"\n,2\nc,\n", new[] { 4, 6 })]
    public async Task Faulty_records_are_reported_with_their_lines_and_the_rest_goes_on(string name, string text, int[] faulty)
    {
        var type = "t_" + name.Replace('.', '_');
        cli.Write(name, text);

        var answer = await cli.RunAsync("import", name, "--type", type, "--id-field", "k", "--json");

        var summary = System.Text.Json.JsonElement.Parse(answer.Output);
        Assert.Equal(ExitCodes.Invalid, answer.ExitCode);
        Assert.Equal(faulty, summary.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("line").GetInt32()));
        var data = (await cli.RunAsync("list", "--type", type, "--order", "$id", "--json")).Payload.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["a", "b", "c"], data.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(1, data[0].GetProperty("data").GetProperty("n").GetInt32());
        await cli.RunAsync("delete", "a", "b", "c", "--yes");
    }

    [Theory]
    [InlineData("all.ndjson", "{\"k\": \"a\"}\n{\"n\": 2}\n")]
    [InlineData("all.csv", "k,n\na,1\nb\n")]
    public async Task Atomic_import_with_a_faulty_record_writes_nothing(string name, string text)
    {
        cli.Write(name, text);

        var failure = (await cli.RunAsync("import", name, "--type", "atomic", "--id-field", "k", "--atomic", "--json")).Failure;

        Assert.Contains("Nothing was written", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(name.EndsWith("csv", StringComparison.Ordinal) ? "Line 3" : "Line 2", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await cli.RunAsync("list", "--type", "atomic", "--json")).Payload.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Mutations_are_sent_as_they_are()
    {
        const string Lines = """
            {"op": "create", "type": "m", "id": "m/1", "data": {}}
            {"op": "relate", "from": "m/1", "type": "TO", "to": "m/2"}
            {"op": "reltae", "from": "m/1"}
            """;
        var answer = await cli.RunAsync(Lines, ["import", "-"]);

        Assert.Equal(ExitCodes.Invalid, answer.ExitCode);
        Assert.Contains("2 created", answer.Output, StringComparison.Ordinal);
        Assert.Contains("line 3: TDB1020", answer.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean 'relate'?", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_array_is_a_failure_that_says_where()
    {
        cli.Write("broken.json", """[{"k": "a"}, {"k": ]""");

        var failure = (await cli.RunAsync("import", "broken.json", "--type", "broken", "--json")).Failure;

        Assert.Equal("TDB1001", failure.GetProperty("code").GetString());
        Assert.Contains("Nothing was acknowledged before.", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Quote_that_is_never_closed_is_reported_with_what_stood_before_it(bool atomic)
    {
        const int Rows = 20_000;
        var type = "unclosed_" + (atomic ? "atomic" : "each");
        cli.Write("unclosed.csv", "k,n\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{type}/{i},{i}\n")) + "\"unclosed,1\n");

        var failure = (await cli.RunAsync(["import", "unclosed.csv", "--type", type, "--id-field", "k", "--json", .. atomic ? (string[])["--atomic"] : []])).Failure;

        var (message, hint) = (failure.GetProperty("message").GetString()!, failure.GetProperty("hint").GetString()!);
        Assert.Contains("begins on line 20,002", message, StringComparison.Ordinal);
        Assert.Contains(atomic ? "Nothing was written." : "20,000 records were acknowledged: 20,000 created", message, StringComparison.Ordinal);
        Assert.Contains("quote", hint, StringComparison.Ordinal);
        Assert.Contains("--id-field", hint, StringComparison.Ordinal);
        var total = (await cli.RunAsync("list", "--type", type, "--count", "exact", "--limit", "1", "--json")).Payload.GetProperty("total").GetInt32();
        Assert.Equal(atomic ? 0 : Rows, total);
    }

    [Fact]
    public async Task Server_that_is_lost_within_an_import_leaves_a_count_of_what_it_acknowledged()
    {
        await using var proxy = FaultProxy.Start(cli.Url.Port);
        var line = $$$"""{"op":"put","type":"lost","id":"lost/#","data":{"text":"{{{new string('x', 20_000)}}}"}}""" + "\n";
        await using var input = new EndingStream(string.Concat(Enumerable.Range(0, 1_000).Select(i => line.Replace("#", i.ToString(), StringComparison.Ordinal))), endAt: 12 << 20, proxy.DownAsync);

        var answer = await cli.RunAsync(input, ["import", "-", "--json"], new() { ["THREEDB_URL"] = $"http://127.0.0.1:{proxy.Port}" });

        var (message, hint) = (answer.Failure.GetProperty("message").GetString()!, answer.Failure.GetProperty("hint").GetString()!);
        var acknowledged = System.Text.RegularExpressions.Regex.Match(message, @"Before that, (\d+) records were acknowledged: \1 created");
        Assert.True(acknowledged.Success, message);
        Assert.DoesNotContain("Idempotency-Key", hint, StringComparison.Ordinal);
        Assert.Contains("--id-field", hint, StringComparison.Ordinal);
        var total = (await cli.RunAsync("list", "--type", "lost", "--count", "exact", "--limit", "1", "--json")).Payload.GetProperty("total").GetInt32();
        Assert.InRange(int.Parse(acknowledged.Groups[1].Value), 400, total);
    }

    [Fact]
    public async Task Import_of_several_parts_counts_every_line_and_names_each_by_its_number()
    {
        var rows = Enumerable.Range(1, 1_300).Select(i => i % 1_000 == 0 ? "nonsense" : $$$"""{"op":"put","type":"parts","id":"parts/{{{i}}}","data":{"text":"{{{new string('x', 20_000)}}}"}}""");

        var answer = await cli.RunAsync(string.Join('\n', rows), ["import", "-", "--json"]);

        var summary = System.Text.Json.JsonElement.Parse(answer.Output);
        Assert.Equal((1_300, 1_299, 1), (summary.GetProperty("items").GetInt32(), summary.GetProperty("created").GetInt32(), summary.GetProperty("failed").GetInt32()));
        Assert.Equal(1_000, summary.GetProperty("errors")[0].GetProperty("line").GetInt32());
        Assert.False(summary.TryGetProperty("errorsOmitted", out _));
    }

    [Fact]
    public async Task Answer_that_lists_only_the_first_refused_lines_says_how_many_more_there_are()
    {
        var answer = await cli.RunAsync(string.Concat(Enumerable.Repeat("nonsense\n", 1_200)), ["import", "-", "--json"]);

        var summary = System.Text.Json.JsonElement.Parse(answer.Output);
        Assert.Equal((1_200, 1_000, 200), (summary.GetProperty("failed").GetInt32(), summary.GetProperty("errors").GetArrayLength(), summary.GetProperty("errorsOmitted").GetInt32()));
    }

    [Fact]
    public async Task Cells_keep_what_they_say()
    {
        cli.Write("cells.csv", "\ufeffk,zip,n,flag,quoted,text\nz,01234,2.5,true,\"7\",\"a \"\"b\"\", c\"\n");
        await cli.RunAsync("import", "cells.csv", "--type", "cells", "--id-field", "k");

        var data = (await cli.RunAsync("get", "z", "--json")).Payload.GetProperty("data");

        Assert.True(Json.Same(Json.Of("""{"k": "z", "zip": "01234", "n": 2.5, "flag": true, "quoted": "7", "text": "a \"b\", c"}"""), data));
    }
}
