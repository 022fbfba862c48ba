using System.Text.RegularExpressions;

namespace ThreeDb.Architecture;

public sealed partial class MetricTests
{
    private const string Document = "docs/guide/operations.md";

    [Fact]
    public void Every_instrument_is_documented_and_every_documented_one_exists()
    {
        var made = Repository.Sources(".cs", "src", "connectors").SelectMany(file => Made().Matches(file.Text)).Select(match => match.Groups[1].Value).ToHashSet();
        var documented = Documented().Matches(Repository.Read(Document)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Contains("threedb.sync.lag", made);
        Assert.Equal(made.Order(), documented.Order());
    }

    // In a call of Meter.Create…, on its line or on the next one.
    [GeneratedRegex(@"\.Create[A-Z]\w+(?:<\w+>)?\(\s*""(threedb\.[a-z.]+)""")]
    private static partial Regex Made();

    [GeneratedRegex("`(threedb\\.[a-z.]+)`")]
    private static partial Regex Documented();
}
