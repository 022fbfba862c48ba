using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ThreeDb.Testing;

/// <summary>One direction of a connection: what is read waits for its time, then is written as the faults of that moment say.</summary>
internal sealed class FaultPump(FaultProxy proxy, FaultLink link, Socket source, Socket target, LinkDirections direction)
{
    private readonly Channel<(TimeSpan Due, byte[] Bytes)> _underWay = Channel.CreateBounded<(TimeSpan, byte[])>(256);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private LinkFaults _counted = LinkFaults.None;
    private long _passed;

    private LinkFaults Faults => proxy.Faults is var faults && faults.Directions.HasFlag(direction) ? faults : LinkFaults.None;

    /// <summary>Runs until the source has ended and everything is written.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end);
        var reading = ReadAsync(stop.Token);
        try
        {
            await WriteAsync(end);
        }
        catch (SocketException)
        {
            // One side has gone: the other shall see it.
            link.End(isReset: true);
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(CancellationToken end)
    {
        var buffer = new byte[64 * 1024];
        var due = TimeSpan.Zero;
        try
        {
            while (await source.ReceiveAsync(buffer, end) is var count and > 0)
            {
                // Bytes do not overtake each other, whatever the jitter.
                var at = _clock.Elapsed + proxy.Delay(Faults);
                due = at > due ? at : due;
                await _underWay.Writer.WriteAsync((due, buffer[..count]), end);
            }

            _underWay.Writer.Complete();
        }
        catch (Exception e)
        {
            _underWay.Writer.Complete(e);
        }
    }

    private async Task WriteAsync(CancellationToken end)
    {
        await foreach (var (due, bytes) in _underWay.Reader.ReadAllAsync(end))
        {
            // A timer counts whole milliseconds and may come early; what is under way may not.
            for (var left = due - _clock.Elapsed; left > TimeSpan.Zero; left = due - _clock.Elapsed)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), end);
            }

            for (var done = 0; done < bytes.Length;)
            {
                done += await PieceAsync(bytes.AsMemory(done), end);
            }
        }

        await PassableAsync(end);
        target.Shutdown(SocketShutdown.Send);
    }

    private async Task<int> PieceAsync(ReadOnlyMemory<byte> bytes, CancellationToken end)
    {
        await PassableAsync(end);
        var faults = Faults;
        var length = Math.Min(bytes.Length, Largest(faults));
        if (!ReferenceEquals(faults, _counted))
        {
            (_counted, _passed) = (faults, 0);
        }

        var limit = faults.CutAfterBytes > 0 ? faults.CutAfterBytes : faults.ResetAfterBytes;
        if (limit > 0)
        {
            length = (int)Math.Min(length, limit - _passed);
        }

        for (var sent = 0; sent < length;)
        {
            sent += await target.SendAsync(bytes[sent..length], end);
        }

        _passed += length;
        if (limit > 0 && _passed >= limit)
        {
            link.End(isReset: faults.CutAfterBytes == 0);
            end.ThrowIfCancellationRequested();
        }

        await PaceAsync(faults, length, end);
        return length;
    }

    private static int Largest(LinkFaults faults)
    {
        var largest = faults.SliceBytes > 0 ? faults.SliceBytes : int.MaxValue;
        return faults.BytesPerSecond > 0 ? Math.Min(largest, Math.Max(1, faults.BytesPerSecond / 20)) : largest;
    }

    private static Task PaceAsync(LinkFaults faults, int length, CancellationToken end)
    {
        if (faults.BytesPerSecond > 0)
        {
            return Task.Delay(TimeSpan.FromSeconds((double)length / faults.BytesPerSecond), end);
        }

        // A moment between slices, so that the receiver's kernel does not put them together again.
        return faults.SliceBytes > 0 ? Task.Delay(1, end) : Task.CompletedTask;
    }

    private async Task PassableAsync(CancellationToken end)
    {
        while (true)
        {
            var changed = proxy.Changed;
            if (!Faults.IsHalfOpen)
            {
                return;
            }

            await changed.WaitAsync(end);
        }
    }
}
