using System.Text.Json;
using Npgsql;

namespace ThreeDb.Postgres.Tests;

public sealed class StoredFormTests
{
    private static readonly string[] Documents =
    [
        "{}", """{"b":1,"a":2,"ab":3,"":4}""", """{"a":1,"b":{"d":[1e2,-0,-0.0,{"z":1,"y":1.50e1}],"c":null}}""",
        """{"é":1,"zz":2,"\u00e9\u00e9":3,"q\"":4}""", """{"a":[[],{},"text",true,1.0,0.10]}""", """{"😀":1,"ab":2,"abcd":3,"abc":4}""",
        """{"A":1,"a":2,"B":3}""", """{ "spaced" : [ 1 , 2 ] , "out" : "e" }""", """{"s":"1e5","n":1E+2}""",
    ];

    public static TheoryData<string> All { get; } = [.. Documents];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Stored_form_of_data_is_what_postgres_gives_out(string json)
    {
        await using var connection = new NpgsqlConnection(await TestPostgres.AdminAsync());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select ($1::jsonb)::text", connection) { Parameters = { new() { Value = json } } };
        var stored = JsonElement.Parse((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        var formed = StoredForm.Of(JsonElement.Parse(json));
        Assert.Equal(Sent(stored), Sent(formed));
    }

    [Theory]
    [InlineData("""{"a": 1.0, "b": [{"c": -0.5, "d": "1e5"}], "ab": {}}""")]
    [InlineData("{ }")]
    public void Data_in_the_stored_form_is_handed_through_with_its_spaces(string json) => Assert.Equal(json, StoredForm.Of(JsonElement.Parse(json)).GetRawText());

    [Fact]
    public void Stored_form_of_the_deepest_document_is_made()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"b\":1e1,\"a\":", 63)) + "{}" + new string('}', 63);
        Assert.StartsWith("""{"a":{"a":""", StoredForm.Of(JsonElement.Parse(deep)).GetRawText(), StringComparison.Ordinal);
    }

    private static string Sent(JsonElement json) => JsonSerializer.Serialize(json, ThreeDbJson.Options);
}
