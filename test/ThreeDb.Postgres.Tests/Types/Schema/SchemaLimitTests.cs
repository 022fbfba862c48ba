using System.Diagnostics;

namespace ThreeDb.Postgres.Tests;

/// <summary>No schema and no data make checking endless.</summary>
public sealed class SchemaLimitTests
{
    // Far above what is needed on a busy machine, far below what backtracking takes (ages).
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("(x+x+)+y|^(a*)*b")]
    public void Pattern_that_backtracking_would_take_ages_for_is_decided_at_once(string pattern)
    {
        var started = Stopwatch.GetTimestamp();
        Assert.Single(SchemaProbe.Check(Of(pattern), $$"""{"a":"{{new string('a', 100_000)}}!"}"""));
        Assert.True(Stopwatch.GetElapsedTime(started) < Soon);
    }

    [Fact]
    public void Alternatives_on_each_level_of_deep_data_are_given_up_with_an_answer()
    {
        // Each level is tried twice, and again for each way to reach it: 2 to the 60 without a limit.
        const string Schema = """{"anyOf":[{"properties":{"a":{"$ref":"#"},"k":{"enum":[1]}}},{"properties":{"a":{"$ref":"#"},"k":{"enum":[2]}}}]}""";
        var data = "{\"k\":3}";
        for (var i = 0; i < 60; i++)
        {
            data = $$"""{"a":{{data}},"k":1}""";
        }

        var started = Stopwatch.GetTimestamp();
        Assert.Contains("more steps", Assert.Single(SchemaProbe.Check(Schema, data)), StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(started) < Soon);
    }

    [Fact]
    public void Large_data_that_keeps_its_schema_passes()
    {
        const string Schema = """{"required":["a","m"],"properties":{"a":{"uniqueItems":true,"items":{"type":"integer","minimum":0}},"m":{"additionalProperties":{"pattern":"^v[0-9]+$","maxLength":9}}}}""";
        var numbers = string.Join(',', Enumerable.Range(0, 90_000));
        var members = string.Join(',', Enumerable.Range(0, 90_000).Select(i => $"\"k{i}\":\"v{i}\""));
        Assert.Empty(SchemaProbe.Check(Schema, "{\"a\":[" + numbers + "],\"m\":{" + members + "}}"));
    }

    private static string Of(string pattern) => "{\"properties\":{\"a\":{\"pattern\":\"" + pattern + "\"}}}";
}
