using System.Collections.Concurrent;

namespace ThreeDb.Postgres;

/// <summary>The idempotency keys whose requests run in this process.</summary>
internal sealed class RunningKeys
{
    private readonly ConcurrentDictionary<(int Tenant, string Key), bool> _keys = new();

    /// <summary>Holds a key until the result is disposed.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2006</c> while another request holds it, <c>TDB1017</c> for a text that can be none.</exception>
    public Held Hold(int tenant, string key)
    {
        if (key.Length is 0 or > 200 || !JsonGuard.IsStorable(key))
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, "An idempotency key has 1 to 200 characters.",
                "Make one for each new request, for example a UUID, and keep it for its repetitions.", [new FieldError("/idempotencyKey", "1 to 200 characters")]);
        }

        return _keys.TryAdd((tenant, key), true) ? new Held(this, tenant, key) : throw new ThreeDbException(ErrorCodes.IdempotencyRunning) { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    /// <summary>A key that is held.</summary>
    internal readonly struct Held(RunningKeys owner, int tenant, string key) : IDisposable
    {
        public void Dispose() => owner._keys.TryRemove((tenant, key), out _);
    }
}
