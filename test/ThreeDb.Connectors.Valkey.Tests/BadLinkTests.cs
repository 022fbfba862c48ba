using System.Globalization;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Valkey.Tests;

/// <summary>A reader whose link to the cache is bad, while the projection goes on: no read fails, and none sees less than it demands.</summary>
public sealed class BadLinkTests
{
    private const int Writes = 60;

    private static readonly Dictionary<string, LinkFaults> Faults = new()
    {
        ["latency"] = new LinkFaults { Latency = TimeSpan.FromMilliseconds(10), Jitter = TimeSpan.FromMilliseconds(10) },
        ["late"] = new LinkFaults { Latency = TimeSpan.FromSeconds(5) },
        ["half-open"] = new LinkFaults { IsHalfOpen = true },
        ["deaf"] = new LinkFaults { IsHalfOpen = true, Directions = LinkDirections.ToServer },
        ["dumb"] = new LinkFaults { IsHalfOpen = true, Directions = LinkDirections.ToClient },
        ["cut"] = new LinkFaults { CutAfterBytes = 700 },
        ["reset"] = new LinkFaults { ResetAfterBytes = 300, Directions = LinkDirections.ToClient },
        ["slow"] = new LinkFaults { BytesPerSecond = 2000 },
        ["slices"] = new LinkFaults { SliceBytes = 3 },
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reads_go_on_and_see_what_they_demand(string fault)
    {
        var server = new Uri((await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url);
        await using var proxy = FaultProxy.Start(server.Port);
        await using var place = await Place.OpenAsync();
        var cache = place.Cache(url: $"redis://127.0.0.1:{proxy.Port}", patience: 0.05);
        for (var i = 1; i <= Writes; i++)
        {
            proxy.Faults = i % 20 is >= 5 and < 10 ? Faults[fault] : LinkFaults.None;
            var point = place.Write("a", i.ToString(CultureInfo.InvariantCulture));
            await place.ApplyAsync(point, "a");

            Assert.Equal($"{i}", await place.ReadAsync(cache, "a", point));
            Assert.Equal($"{i}", await place.QueryAsync(cache, point));
            Assert.InRange(int.Parse((await place.ReadAsync(cache, "a"))!, CultureInfo.InvariantCulture), 1, i);
        }
    }
}
