using ThreeDb.Testing;

namespace ThreeDb.Connectors.Valkey.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("""{"url": "redis://h", "timeToLive": 60, "firstLevelMegabytes": 0, "firstLevelSeconds": 0.5, "patience": 1}""", "")]
    [InlineData("""{"url": "redis://h", "timeToLive": 0, "firstLevelMegabytes": -1, "firstLevelSeconds": "1"}""", "/timeToLive,/firstLevelMegabytes,/firstLevelSeconds")]
    [InlineData("""{"url": "redis://h", "timeToLife": 5}""", "/timeToLife")]
    public void Every_fault_of_settings_is_named(string settings, string pointers) =>
        Assert.Equal(pointers, string.Join(',', new ValkeyProjectionFactory().Check(Json.Of(settings)).Select(fault => fault.Pointer)));
}
