using System.Collections.Concurrent;
using ThreeDb.Changes;

namespace ThreeDb.Connectors.Valkey;

/// <summary>Lets those who want the same at the same time share one read: a thousand readers, one question.</summary>
/// <remarks>Nobody joins a read that may have begun before what they must see: a write of this process to the same buckets, or a position that they demand.</remarks>
internal sealed class Flights(LocalGenerations generations)
{
    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>Joins a read, or begins one. The read goes on when those who wait for it give up.</summary>
    /// <param name="key">What is read.</param>
    /// <param name="buckets">What it depends on.</param>
    /// <param name="required">What the reader must see.</param>
    /// <param name="read">Reads; told the moment at which it began.</param>
    public Task<object?> JoinAsync(string key, int[] buckets, LogPoint required, Func<LocalMoment, Task<object?>> read)
    {
        while (true)
        {
            if (_flights.TryGetValue(key, out var flight) && flight.Required >= required && generations.IsUntouched(flight.Moment))
            {
                return flight.Result.Value;
            }

            var moment = generations.Now(buckets);
            Flight? own = null;
            own = new Flight(required, moment, new Lazy<Task<object?>>(() => RunAsync(key, () => own!, read)));
            if (flight is null ? _flights.TryAdd(key, own) : _flights.TryUpdate(key, own, flight))
            {
                return own.Result.Value;
            }
        }
    }

    private async Task<object?> RunAsync(string key, Func<Flight> own, Func<LocalMoment, Task<object?>> read)
    {
        await Task.Yield();
        try
        {
            return await read(own().Moment).ConfigureAwait(false);
        }
        finally
        {
            _flights.TryRemove(KeyValuePair.Create(key, own()));
        }
    }

    private sealed record Flight(LogPoint Required, LocalMoment Moment, Lazy<Task<object?>> Result);
}
