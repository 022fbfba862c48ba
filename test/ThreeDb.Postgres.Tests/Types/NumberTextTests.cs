using Npgsql;

namespace ThreeDb.Postgres.Tests;

public sealed class NumberTextTests
{
    public static TheoryData<string> Numbers { get; } =
    [
        "0", "-0", "0.0", "-0.0", "1", "10", "1.0", "1.50", "-1.5", "1e2", "1E+2", "1.5e3", "1.50e1", "1.234e2", "1.234e3", "1e-2", "12.5e-3", "-12.5e-1",
        "0e5", "0.0e3", "0.5e1", "0.05e1", "100e-2", "123456789012345678901234567890", "1e20", "0.000e-2",
    ];

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("1e0", "1")]
    [InlineData("10", "10")]
    [InlineData("1.50", "1.5")]
    [InlineData("100e-1", "10")]
    [InlineData("-0.00", "0")]
    [InlineData("-1.20e1", "-12")]
    public void Equal_numbers_have_the_same_text_in_an_id(string json, string text) => Assert.Equal(text, NumberText.InId(json));

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Plain_of_a_number_is_what_postgres_stores(string json)
    {
        await using var connection = new NpgsqlConnection(await TestPostgres.AdminAsync());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select ($1::jsonb)::text", connection) { Parameters = { new() { Value = json } } };
        Assert.Equal(await command.ExecuteScalarAsync(), NumberText.Plain(json));
    }
}
