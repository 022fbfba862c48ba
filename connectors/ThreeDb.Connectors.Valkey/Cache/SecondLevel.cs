using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.Valkey;

/// <summary>What the server keeps for all processes. Fails never: a server that fails counts as one that has nothing, and is left alone for a while.</summary>
internal sealed class SecondLevel : IAsyncDisposable
{
    private readonly string _candidate = Guid.NewGuid().ToString("N");
    private readonly CacheKeys _keys;
    private readonly RespClient _client;
    private readonly CacheBreaker _breaker;
    private readonly TimeSpan _timeToLive;
    private readonly TimeSpan _patience;
    private readonly Script _fill;

    public SecondLevel(CacheKeys keys, ValkeySettings settings, Action<RespValue> onPush, Action<bool> onListening, TimeProvider time, Script fill)
    {
        _keys = keys;
        _breaker = new CacheBreaker(time);
        _timeToLive = settings.TimeToLive;
        _patience = settings.Patience;
        _fill = fill;
        _client = new RespClient(
            settings.Server with
            {
                ConnectTimeout = TimeSpan.FromTicks(Math.Min(settings.Server.ConnectTimeout.Ticks, 4 * settings.Patience.Ticks)),
                Greeting = CacheGreeting.Of(keys, _candidate),
                Channels = [keys.Channel],
                OnPush = onPush,
                OnListening = onListening,
            },
            time);
    }

    /// <summary>Reads entries, and the generations of buckets after them: an entry that carries those was still right when it was read.</summary>
    /// <returns>Null when the server cannot be asked.</returns>
    public Task<(CacheToken? Token, CacheEntry?[] Entries)?> ReadAsync(IReadOnlyList<string> entries, int[] buckets, CancellationToken cancellationToken) => AskAsync<(CacheToken?, CacheEntry?[])?>(
        async () =>
        {
            var reading = _client.SendAsync("MGET", [.. entries.Select(RespArgument.FromText)], _patience, cancellationToken);
            var state = _client.SendAsync("HMGET", CacheToken.Fields(_keys, buckets), _patience, cancellationToken);
            await Task.WhenAll(reading, state).ConfigureAwait(false);
            var token = CacheToken.Read(await state.ConfigureAwait(false), buckets);
            if (token is null)
            {
                // The server has lost the state, perhaps to make room.
                await Scripts.Open.RunAsync(_client, [_keys.State], [_candidate, _keys.Channel], _patience, cancellationToken).ConfigureAwait(false);
            }

            var found = (await reading.ConfigureAwait(false)).AsItems().ToArray();
            return (token, [.. found.Select(value => value.IsNull ? null : CacheEntry.TryDecode(value.AsBytes()))]);
        },
        null);

    /// <summary>Keeps an answer, if its token is still true.</summary>
    public Task<bool> FillAsync(string entry, CacheToken token, long seq, ReadOnlyMemory<byte> content, string? entity, string? owner, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            if (PlantedFault.Is(PlantedFault.FillWithoutGeneration))
            {
                token = CacheToken.Read(await _client.SendAsync("HMGET", CacheToken.Fields(_keys, token.Buckets), _patience, cancellationToken).ConfigureAwait(false), token.Buckets) ?? token;
            }

            List<RespArgument> arguments =
            [
                token.Epoch, new CacheEntry(token.Text, seq, content).Encode(), (long)_timeToLive.TotalMilliseconds, entity is null || seq == 0 ? "" : IndexMember.Of(entity), seq, owner ?? "",
            ];
            for (var i = 0; i < token.Buckets.Length; i++)
            {
                arguments.Add((long)token.Buckets[i]);
                arguments.Add(token.Generations[i]);
            }

            try
            {
                return (await _fill.RunAsync(_client, [_keys.State, entry, _keys.Index, CacheKeys.Lock(entry)], arguments, _patience, cancellationToken).ConfigureAwait(false)).AsInt64() == 1;
            }
            catch (RespErrorException)
            {
                // A server that is full takes nothing in; what it has can still be read.
                return false;
            }
        },
        false);

    /// <summary>Tries to become the one process that asks the source.</summary>
    public Task<bool> LockAsync(string entry, string owner, CancellationToken cancellationToken) => AskAsync(
        async () => !(await _client.SendAsync("SET", [CacheKeys.Lock(entry), owner, "NX", "PX", 3000L], _patience, cancellationToken).ConfigureAwait(false)).IsNull, true);

    /// <summary>Gives the turn back, if it is this owner's.</summary>
    public async Task UnlockAsync(string entry, string? owner)
    {
        if (owner is not null)
        {
            await AskAsync(
                async () => (await Scripts.Unlock.RunAsync(_client, [CacheKeys.Lock(entry)], [owner], _patience, default).ConfigureAwait(false)).AsInt64(), 0).ConfigureAwait(false);
        }
    }

    /// <summary>Up to where the log is applied.</summary>
    public Task<Changes.LogPoint?> AppliedAsync(CancellationToken cancellationToken) => AskAsync(
        async () => AppliedPoint.Parse((await _client.SendAsync("HGET", [_keys.State, "a"], _patience, cancellationToken).ConfigureAwait(false)).AsText()), null);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, T otherwise)
    {
        if (!_breaker.Allows())
        {
            return otherwise;
        }

        try
        {
            var answer = await ask().ConfigureAwait(false);
            _breaker.Succeeded();
            return answer;
        }
        catch (Exception exception) when (exception is ThreeDbException or ObjectDisposedException)
        {
            _breaker.Failed();
            return otherwise;
        }
    }
}
