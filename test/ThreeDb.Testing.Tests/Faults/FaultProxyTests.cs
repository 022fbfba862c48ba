using System.Diagnostics;
using System.Net.Sockets;

namespace ThreeDb.Testing.Tests;

/// <summary>Each fault of the proxy does what it says.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private readonly EchoServer _server = new();
    private FaultProxy _proxy = null!;
    private Socket _client = null!;

    public async ValueTask InitializeAsync()
    {
        _proxy = FaultProxy.Start(_server.Port);
        _client = await EchoServer.ConnectAsync(_proxy);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Link_without_faults_passes_everything_both_ways()
    {
        Assert.Equal(Pattern(3_000_000), await EchoAsync(Pattern(3_000_000)));
        Assert.Equal(1, _proxy.Accepted);
        Assert.Equal(1, _proxy.Open);
    }

    [Fact]
    public async Task End_of_one_direction_is_passed_on()
    {
        await SendAsync(Pattern(1_000));
        _client.Shutdown(SocketShutdown.Send);
        Assert.Equal(1_000, (await ReceiveAsync(1_000)).Length);
        Assert.Equal(0, await _client.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Latency_delays_each_direction_and_keeps_throughput()
    {
        _proxy.Faults = new LinkFaults { Latency = TimeSpan.FromMilliseconds(100) };
        var clock = Stopwatch.StartNew();
        await EchoAsync(Pattern(1));
        Assert.True(clock.ElapsedMilliseconds >= 199, $"{clock.ElapsedMilliseconds} ms");

        // Were each segment delayed after the other, this would take 46 s in each direction.
        _proxy.Faults = new LinkFaults { Latency = TimeSpan.FromSeconds(1) };
        clock.Restart();
        Assert.Equal(Pattern(3_000_000), await EchoAsync(Pattern(3_000_000)));
        Assert.True(clock.ElapsedMilliseconds is >= 1_990 and < 30_000, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Latency_of_one_direction_leaves_the_other_alone()
    {
        _proxy.Faults = new LinkFaults { Latency = TimeSpan.FromSeconds(30), Directions = LinkDirections.ToClient };
        await SendAsync(Pattern(10));
        await UntilAsync(() => _server.Received == 10);
        await NothingComesAsync();
    }

    [Fact]
    public async Task Jitter_varies_the_delay_and_keeps_the_order()
    {
        _proxy.Faults = new LinkFaults { Jitter = TimeSpan.FromMilliseconds(40) };
        var delays = new List<long>();
        for (var i = 0; i < 12; i++)
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(Pattern(100), await EchoAsync(Pattern(100)));
            delays.Add(clock.ElapsedMilliseconds);
        }

        Assert.True(delays.Max() - delays.Min() >= 5, string.Join(", ", delays));
    }

    [Fact]
    public async Task Reset_is_an_error_for_both_sides()
    {
        await EchoAsync(Pattern(10));
        _proxy.Reset();
        Assert.Equal(SocketError.ConnectionReset, await ErrorAsync());
        await UntilAsync(() => _proxy.Open == 0);
    }

    [Fact]
    public async Task Cut_is_an_end_for_both_sides()
    {
        await EchoAsync(Pattern(10));
        _proxy.Cut();
        Assert.Equal(0, await _client.ReceiveAsync(new byte[10], TestContext.Current.CancellationToken));
        await UntilAsync(() => _proxy.Open == 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Link_that_is_cut_or_reset_after_some_bytes_ends_in_the_middle(bool cut)
    {
        _proxy.Faults = new LinkFaults { Directions = LinkDirections.ToServer, CutAfterBytes = cut ? 70_001 : 0, ResetAfterBytes = cut ? 0 : 70_001 };
        await SendAsync(Pattern(100_000));
        var end = await Record.ExceptionAsync(async () => Assert.InRange(await DrainAsync(), 0, 70_001));
        Assert.Equal(cut, end is null);
        await UntilAsync(() => _proxy.Open == 0);

        // The proxy's part is done; who was cut off reads what came before the end when it gets to it.
        await UntilAsync(() => !cut || _server.Received == 70_001);
        Assert.InRange(_server.Received, 0, 70_001);
    }

    [Fact]
    public async Task Half_open_link_passes_nothing_takes_connections_and_goes_on_afterwards()
    {
        await EchoAsync(Pattern(10));
        _proxy.Faults = new LinkFaults { IsHalfOpen = true };
        await SendAsync(Pattern(500));
        using var second = await EchoServer.ConnectAsync(_proxy);
        await second.SendAsync(Pattern(3), TestContext.Current.CancellationToken);
        await NothingComesAsync();
        Assert.Equal(10, _server.Received);
        await UntilAsync(() => _proxy.Open == 2);
        _proxy.Faults = LinkFaults.None;
        Assert.Equal(Pattern(500), await ReceiveAsync(500));
        await UntilAsync(() => _server.Received == 513);
    }

    [Fact]
    public async Task Half_open_towards_the_client_loses_the_answer_only()
    {
        _proxy.Faults = new LinkFaults { IsHalfOpen = true, Directions = LinkDirections.ToClient };
        await SendAsync(Pattern(500));
        await UntilAsync(() => _server.Received == 500);
        await NothingComesAsync();
    }

    [Fact]
    public async Task Slow_link_takes_its_time()
    {
        _proxy.Faults = new LinkFaults { BytesPerSecond = 100_000, Directions = LinkDirections.ToServer };
        var clock = Stopwatch.StartNew();
        await EchoAsync(Pattern(50_000));
        Assert.True(clock.ElapsedMilliseconds >= 400, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Sliced_link_brings_small_pieces_in_order()
    {
        _proxy.Faults = new LinkFaults { SliceBytes = 1, Directions = LinkDirections.ToClient };
        await SendAsync(Pattern(700));
        var buffer = new byte[700];
        var reads = 0;
        for (var got = 0; got < buffer.Length; reads++)
        {
            got += await _client.ReceiveAsync(buffer.AsMemory(got), TestContext.Current.CancellationToken);
        }

        Assert.Equal(Pattern(700), buffer);

        // A reader that comes late finds several pieces at once, and one that got them whole would read once.
        Assert.True(reads > 3, $"{reads} reads");
    }

    [Fact]
    public async Task Link_that_is_down_resets_and_refuses_until_it_is_up()
    {
        await EchoAsync(Pattern(10));
        await _proxy.DownAsync();
        Assert.Equal(SocketError.ConnectionReset, await ErrorAsync());
        for (var i = 0; i < 3; i++)
        {
            var refusal = await Assert.ThrowsAsync<SocketException>(() => EchoServer.ConnectAsync(_proxy));
            Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
        }

        _proxy.Up();
        _client.Dispose();
        _client = await EchoServer.ConnectAsync(_proxy);
        Assert.Equal(Pattern(10), await EchoAsync(Pattern(10)));
        await _proxy.DownAsync();
        _proxy.Up();
        using var third = await EchoServer.ConnectAsync(_proxy);
    }

    [Fact]
    public async Task Server_that_is_away_resets_the_client()
    {
        await using var proxy = FaultProxy.Start(1);
        var error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await EchoServer.ConnectAsync(proxy);
            await client.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);
        });
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) + (i >> 8)))];

    private static Task UntilAsync(Func<bool> condition) => Until.TrueAsync(condition, TimeSpan.FromSeconds(20));

    private async Task<byte[]> EchoAsync(byte[] bytes)
    {
        var receiving = ReceiveAsync(bytes.Length);
        await SendAsync(bytes);
        return await receiving;
    }

    private async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _client.SendAsync(bytes.AsMemory(sent), TestContext.Current.CancellationToken);
        }
    }

    private async Task<byte[]> ReceiveAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[count];
        for (var got = 0; got < count;)
        {
            var read = await _client.ReceiveAsync(buffer.AsMemory(got), limit.Token);
            Assert.NotEqual(0, read);
            got += read;
        }

        return buffer;
    }

    private async Task<int> DrainAsync()
    {
        var buffer = new byte[64 * 1024];
        var all = 0;
        while (await _client.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is var count and > 0)
        {
            all += count;
        }

        return all;
    }

    private async Task<SocketError> ErrorAsync() =>
        (await Assert.ThrowsAsync<SocketException>(async () => await _client.ReceiveAsync(new byte[10], TestContext.Current.CancellationToken))).SocketErrorCode;

    private async Task NothingComesAsync()
    {
        using var moment = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _client.ReceiveAsync(new byte[1], moment.Token));
    }
}
