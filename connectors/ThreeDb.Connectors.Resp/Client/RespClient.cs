namespace ThreeDb.Connectors.Resp;

/// <summary>The client: one connection, made at first use and made anew when it has broken.</summary>
/// <remarks>A command is never sent twice: whoever sent it knows whether that does harm. Slow queries belong on a client of their own, because answers come in order.</remarks>
public sealed class RespClient : IRespClient
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TimeProvider _time;
    private Task<RespConnection>? _connection;

    /// <summary>Describes a client; it connects at its first command.</summary>
    public RespClient(RespOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>What it was made with.</summary>
    public RespOptions Options { get; }

    /// <inheritdoc />
    public Task<RespValue> SendAsync(string command, IReadOnlyList<RespArgument> arguments, CancellationToken cancellationToken) =>
        SendAsync(command, arguments, null, cancellationToken);

    /// <inheritdoc />
    public async Task<RespValue> SendAsync(string command, IReadOnlyList<RespArgument> arguments, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(arguments);
        var connection = await Connection().WaitAsync(cancellationToken).ConfigureAwait(false);
        var answer = await connection.SendAsync(command, arguments, timeout ?? Options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        return answer.IsError ? throw new RespErrorException(Options.Endpoint.ToString(), answer.AsText()!) : answer;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Task<RespConnection>? last;
        lock (_lock)
        {
            if (_closing.IsCancellationRequested)
            {
                return;
            }

            _closing.Cancel();
            last = _connection;
        }

        if (last is not null && await EndedAsync(last).ConfigureAwait(false) is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _closing.Dispose();
    }

    private Task<RespConnection> Connection()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            var usable = _connection is { } last && (!last.IsCompleted || (last.IsCompletedSuccessfully && last.Result.IsOpen));
            return usable ? _connection! : _connection = ReplaceAsync(_connection);
        }
    }

    private async Task<RespConnection> ReplaceAsync(Task<RespConnection>? broken)
    {
        await Task.Yield();
        if (broken is not null && await EndedAsync(broken).ConfigureAwait(false) is { } last)
        {
            await last.DisposeAsync().ConfigureAwait(false);
        }

        return await RespTransport.ConnectAsync(Options, _time, _closing.Token).ConfigureAwait(false);
    }

    private static async Task<RespConnection?> EndedAsync(Task<RespConnection> connection)
    {
        await ((Task)connection).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return connection.IsCompletedSuccessfully ? await connection.ConfigureAwait(false) : null;
    }
}
