using System.Collections.Concurrent;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Connections for queries of users: each query has one for itself, because a slow one holds up whatever waits behind it.</summary>
internal sealed class QueryClients(RespOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int AtOnce = 4;

    private readonly ConcurrentBag<RespClient> _idle = [];
    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <summary>Runs something on a connection. One on which it failed may still be busy with it, and is given up.</summary>
    public async Task<T> UseAsync<T>(Func<RespClient, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        var client = _idle.TryTake(out var idle) ? idle : new RespClient(options, time);
        var done = false;
        try
        {
            var result = await use(client, cancellationToken).ConfigureAwait(false);
            done = true;
            return result;
        }
        finally
        {
            if (done)
            {
                _idle.Add(client);
            }
            else
            {
                await client.DisposeAsync().ConfigureAwait(false);
            }

            _free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var client))
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }

        _free.Dispose();
    }
}
