using System.Collections.Concurrent;

namespace ThreeDb.Benchmarks;

/// <summary>When entities came to a projection: of those that somebody waits for. What nobody waits for is not kept, so that it costs the same however much has come.</summary>
internal sealed class Arrivals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _expected = new(StringComparer.Ordinal);

    /// <summary>Expects an entity; to be asked for before it is written.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The timestamp at which it came first.</returns>
    public Task<long> Of(string id) => _expected.GetOrAdd(id, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>An entity has come.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="at">The timestamp.</param>
    public void Came(string id, long at)
    {
        if (_expected.TryRemove(id, out var expected))
        {
            expected.SetResult(at);
        }
    }
}
