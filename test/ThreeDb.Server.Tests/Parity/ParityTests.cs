using System.Text.RegularExpressions;
using ThreeDb.Client;

namespace ThreeDb.Server.Tests;

/// <summary>The HTTP client and the embedded engine do and say the same.</summary>
public sealed partial class ParityTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Client_and_engine_give_the_same_results_and_the_same_errors()
    {
        var embedded = await new Scenario(await fixture.Engine.ForAsync("default", "somebody")).RunAsync();
        var key = (await (await fixture.Engine.ForAsync("other", "somebody")).Session.CreateKeyAsync("somebody", KeyScope.Admin, null)).Secret;
        using var client = new ThreeDbClient(fixture.Url, key);
        var remote = await new Scenario(client).RunAsync();
        Assert.True(embedded.Count > 60);
        Assert.DoesNotContain(embedded, line => line.Contains(ErrorCodes.Internal.Code, StringComparison.Ordinal));
        Many.None(embedded.Zip(remote).Where(pair => Comparable(pair.First) != Comparable(pair.Second)).Select(pair => $"embedded {pair.First}\nremote   {pair.Second}"));
    }

    private static string Comparable(string line) => Varying().Replace(line, "…");

    [GeneratedRegex("""(?<="position":")[^"]*|(?<="next":")[^"]*|\d{4}-\d\d-\d\dT[0-9:.]+Z""")]
    private static partial Regex Varying();
}
