using System.Buffers;
using System.IO.Pipelines;

namespace ThreeDb.Connectors.Resp;

/// <summary>One connection. Commands are written one after another, many at a time, and answered in the same order.</summary>
/// <remarks>
/// Under the lock: the queue and the bytes to be sent, always in the same order. The reading loop alone takes from the queue; the sending loop alone
/// writes to the stream. A connection that has broken stays broken.
/// </remarks>
internal sealed class RespConnection : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Stream _stream;
    private readonly RespOptions _options;
    private readonly TimeProvider _time;
    private readonly Queue<PendingCommand> _pending = new();
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _loops;
    private ArrayBufferWriter<byte> _outgoing = new();
    private Exception? _fault;
    private long _lastByteAt;
    private bool _listening;

    public RespConnection(Stream stream, RespOptions options, TimeProvider time)
    {
        _stream = stream;
        _options = options;
        _time = time;
        _slots = new SemaphoreSlim(options.MaxInFlight);
        _lastByteAt = time.GetTimestamp();
        _loops = Task.WhenAll(Task.Run(ReadAsync), Task.Run(WriteAsync));
    }

    /// <summary>Whether it can still be used.</summary>
    public bool IsOpen => Volatile.Read(ref _fault) is null;

    /// <summary>Sends a command; errors that the server answers are values here.</summary>
    public async Task<RespValue> SendAsync(string command, IReadOnlyList<RespArgument> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        if (!await _slots.WaitAsync(timeout, cancellationToken).ConfigureAwait(false))
        {
            throw TimedOut(command, timeout, began);
        }

        var pending = Enqueue(command, arguments);
        try
        {
            return await pending.Task.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw TimedOut(command, timeout, began);
        }
    }

    /// <summary>Sends a command that has no answer.</summary>
    public void Post(string command, IReadOnlyList<RespArgument> arguments)
    {
        lock (_lock)
        {
            RespWriter.Write(_outgoing, command, arguments);
            Wake();
        }
    }

    /// <summary>Tells that messages come from now on, unless the connection has broken meanwhile.</summary>
    public void BeginListening()
    {
        lock (_lock)
        {
            _listening = _fault is null;
            if (_listening)
            {
                _options.OnListening?.Invoke(true);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Break(new ObjectDisposedException(nameof(RespClient)));
        await _loops.ConfigureAwait(false);
        _closing.Dispose();
    }

    private PendingCommand Enqueue(string command, IReadOnlyList<RespArgument> arguments)
    {
        var pending = new PendingCommand();
        try
        {
            lock (_lock)
            {
                if (_fault is { } fault)
                {
                    throw Broken(fault);
                }

                RespWriter.Write(_outgoing, command, arguments);
                _pending.Enqueue(pending);
                Wake();
            }
        }
        catch (Exception exception)
        {
            // Half a command may lie in the buffer: what follows would be read as a part of it.
            _slots.Release();
            Break(exception);
            throw;
        }

        return pending;
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    private async Task WriteAsync()
    {
        var sending = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                await _wake.WaitAsync(_closing.Token).ConfigureAwait(false);
                lock (_lock)
                {
                    (sending, _outgoing) = (_outgoing, sending);
                }

                await _stream.WriteAsync(sending.WrittenMemory, _closing.Token).ConfigureAwait(false);
                sending = sending.Capacity > 1 << 20 ? new ArrayBufferWriter<byte>() : sending;
                sending.ResetWrittenCount();
            }
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    private async Task ReadAsync()
    {
        var reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: 64 << 10));
        var parser = new RespParser(_options.Limits);
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(_closing.Token).ConfigureAwait(false);
                Volatile.Write(ref _lastByteAt, _time.GetTimestamp());
                var buffer = result.Buffer;
                while (parser.TryRead(ref buffer, out var value))
                {
                    Answer(value);
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    throw new IOException("The server closed the connection.");
                }
            }
        }
        catch (Exception exception)
        {
            Break(exception);
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private void Answer(RespValue value)
    {
        if (value.Type == RespType.Push)
        {
            _options.OnPush?.Invoke(value);
            return;
        }

        PendingCommand? pending;
        lock (_lock)
        {
            _pending.TryDequeue(out pending);
        }

        if (pending is null)
        {
            throw new RespProtocolException("The server answered what nobody asked.");
        }

        _slots.Release();
        pending.TrySetResult(value);
    }

    // A server that sends nothing at all may be behind a dead link: whoever comes next shall not wait for it, too.
    private ThreeDbException TimedOut(string command, TimeSpan timeout, long began)
    {
        if (Volatile.Read(ref _lastByteAt) <= began)
        {
            Break(new TimeoutException());
        }

        return new ThreeDbException(ErrorCodes.ProjectionUnreachable,
            $"{_options.Endpoint} did not answer {command} within {timeout.TotalSeconds:0.##} s; whether it took effect is not known.");
    }

    private void Break(Exception fault)
    {
        PendingCommand[] left;
        lock (_lock)
        {
            if (_fault is not null)
            {
                return;
            }

            _fault = fault;
            left = [.. _pending];
            _pending.Clear();
            if (_listening)
            {
                _options.OnListening?.Invoke(false);
            }
        }

        _closing.Cancel();
        _stream.Dispose();
        foreach (var pending in left)
        {
            _slots.Release();
            pending.TrySetException(Broken(fault));
        }
    }

    private ThreeDbException Broken(Exception fault) => fault is RespProtocolException ? new(ErrorCodes.ProjectionUnreachable,
        $"What answers at {_options.Endpoint} does not speak the protocol of Redis (RESP): {fault.Message}",
        "Look whether the address in the settings is the engine's; '3db sync status NAME' shows it. It is tried again meanwhile.", inner: fault) : new(ErrorCodes.ProjectionUnreachable,
        $"The connection to {_options.Endpoint} broke; whether the command took effect is not known. {fault.Message}", inner: fault);
}
