using System.Collections.Concurrent;

namespace ThreeDb.Postgres;

/// <summary>Whether batches of a tenant are planned without reading first, on the presumption that what they create is not there.</summary>
/// <remarks>A batch that presumed wrongly is refused by the database as a whole and runs again; then the next ones read first.</remarks>
internal sealed class Presumption
{
    private const int BatchesAfterFailure = 64;

    private readonly ConcurrentDictionary<int, int> _reading = new();

    /// <summary>Whether the next batch may presume.</summary>
    public bool Allows(int tenant)
    {
        if (!_reading.TryGetValue(tenant, out var left))
        {
            return true;
        }

        if (left <= 1)
        {
            _reading.TryRemove(tenant, out _);
        }
        else
        {
            _reading.TryUpdate(tenant, left - 1, left);
        }

        return false;
    }

    public void Failed(int tenant) => _reading[tenant] = BatchesAfterFailure;
}
