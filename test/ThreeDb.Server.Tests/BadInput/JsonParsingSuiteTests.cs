using System.Text;

namespace ThreeDb.Server.Tests;

/// <summary>The JSON parsing test suite (nst/JSONTestSuite) as the body of every operation that takes JSON.</summary>
public sealed class JsonParsingSuiteTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes("""{"op":"put","type":"line","id":"good","data":{}}""");

    [Fact]
    public async Task Invalid_text_is_refused_everywhere_with_a_code_and_a_hint()
    {
        await fixture.Db.WriteAsync([new CreateEntity("thing", Json.Of("{}")) { Id = "target", OnConflict = ConflictPolicy.Replace }]);
        var texts = Texts("n_*.json", 188);
        Assert.True(JsonBodies.All.Count >= 11);
        await Many.CheckAsync(texts.SelectMany(text => JsonBodies.Send(text.Body).Select(call => (text.Name, call))), async item =>
        {
            var answer = await item.call.SendAsync(fixture.Http);
            return answer.Status == 400 && answer.Code!.StartsWith("TDB1", StringComparison.Ordinal) && answer.ProblemFault() is null
                ? null
                : $"{item.Name} to {item.call.Method} {item.call.Path}: {answer}";
        });
    }

    [Fact]
    public async Task Valid_text_is_nowhere_called_a_fault_of_syntax()
    {
        await Many.CheckAsync(Texts("y_*.json", 95).SelectMany(text => JsonBodies.Send(text.Body).Select(call => (text.Name, call))), async item =>
        {
            var answer = await item.call.SendAsync(fixture.Http);
            return answer.Status < 500 && answer.Code != ErrorCodes.InvalidJson.Code && (answer.Status < 300 || answer.ProblemFault() is null)
                ? null
                : $"{item.Name} to {item.call.Method} {item.call.Path}: {answer}";
        });
    }

    [Fact]
    public async Task Invalid_lines_of_a_bulk_load_are_listed_with_their_numbers_and_the_others_go_on()
    {
        var lines = Lines("n_*.json", 188);
        var answer = await (Call.Post("/v1/bulk", "", MediaTypes.NdJson) with { Body = Mixed(lines) }).SendAsync(fixture.Http);
        var summary = answer.Expect(200);
        Assert.Equal(lines.Count, summary.GetProperty("failed").GetInt64());
        Assert.Equal(lines.Select((_, i) => (2L * i) + 1), summary.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("line").GetInt64()));
        Assert.All(summary.GetProperty("errors").EnumerateArray(), error =>
        {
            Assert.StartsWith("TDB1", error.GetProperty("code").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(error.GetProperty("hint").GetString()!);
        });
        var done = summary.GetProperty("created").GetInt64() + summary.GetProperty("updated").GetInt64() + summary.GetProperty("unchanged").GetInt64();
        Assert.Equal(lines.Count, done);
    }

    [Fact]
    public async Task Invalid_line_of_an_atomic_bulk_load_undoes_it()
    {
        await Many.CheckAsync(Lines("n_*.json", 188).Select((line, i) => (line, i)), async item =>
        {
            byte[] body = [.. Encoding.UTF8.GetBytes($$$"""{"op":"create","type":"line","id":"undone-{{{item.i}}}","data":{}}""" + "\n"), .. item.line, (byte)'\n', .. Good];
            var answer = await (Call.Post("/v1/bulk?atomic=true", "", MediaTypes.NdJson) with { Body = body }).SendAsync(fixture.Http);
            var line = answer.Status == 400 ? answer.Json.GetProperty("bulk").GetProperty("errors")[0].GetProperty("line").GetInt64() : 0;
            var left = await fixture.Db.Entities.GetAsync($"undone-{item.i}");
            return answer.Status == 400 && line == 2 && left is null && answer.ProblemFault() is null ? null : $"{Encoding.UTF8.GetString(item.line)}: {answer}";
        });
    }

    [Fact]
    public async Task Valid_lines_of_a_bulk_load_are_never_called_a_fault_of_syntax()
    {
        var answer = await (Call.Post("/v1/bulk", "", MediaTypes.NdJson) with { Body = Mixed(Lines("y_*.json", 95)) }).SendAsync(fixture.Http);
        Assert.DoesNotContain(answer.Expect(200).GetProperty("errors").EnumerateArray(), error => error.GetProperty("code").GetString() == ErrorCodes.InvalidJson.Code);
    }

    private static byte[] Mixed(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\n', .. Good, (byte)'\n'])];

    private static IReadOnlyList<(string Name, byte[] Body)> Texts(string pattern, int count)
    {
        var files = Directory.GetFiles(TestData.Path("json-parsing"), pattern);
        Assert.Equal(count, files.Length);
        return [.. files.Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];
    }

    // Texts of one line; an empty line means nothing in NDJSON.
    private static List<byte[]> Lines(string pattern, int count) =>
        [.. Texts(pattern, count).Select(text => text.Body).Where(body => !body.Contains((byte)'\n') && !Encoding.UTF8.GetString(body).All(c => c is ' ' or '\t' or '\r'))];
}
