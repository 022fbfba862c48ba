using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Valkey.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("""{"url": "redis://h", "timeToLive": 60, "firstLevelMegabytes": 0, "firstLevelSeconds": 0.5, "patience": 1}""", "")]
    [InlineData("""{"url": "redis://h", "timeToLive": 0, "firstLevelMegabytes": -1, "firstLevelSeconds": "1"}""", "/timeToLive,/firstLevelMegabytes,/firstLevelSeconds")]
    [InlineData("""{"url": "redis://h", "timeToLife": 5}""", "/timeToLife")]
    [InlineData("""{"url": "redis://h", "passwordFile": ""}""", "/passwordFile")]
    public void Every_fault_of_settings_is_named(string settings, string pointers) =>
        Assert.Equal(pointers, string.Join(',', new ValkeyProjectionFactory().Check(Json.Of(settings)).Select(fault => fault.Pointer)));

    [Theory]
    [InlineData("redis://bob@h", "redis://h:6379")]
    [InlineData("valkeys://h:7000/3", "rediss://h:7000/3")]
    public void Place_says_how_to_drop_the_cache_and_not_who_signs_in(string url, string address)
    {
        var context = new ProjectionContext("default", "shop", TimeProvider.System) { Database = "d1" };
        var place = new ValkeyProjectionFactory().PlaceOf(context, Json.Of($$"""{"url": "{{url}}", "passwordFile": "/none"}"""));
        Assert.Equal($"the cache under '3db:{{default:shop:d1}}:' at {address}", place.Where);
        Assert.Equal($"redis-cli -u {address} --scan --pattern '3db:{{default:shop:d1}}:*' | xargs -d '\\n' redis-cli -u {address} UNLINK", place.Drop);
    }
}
