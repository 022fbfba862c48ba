using ThreeDb.Changes;

namespace ThreeDb.Connectors.Valkey;

/// <summary>Reads what the first level does not have: from the server, else from the source; and puts what the source gave into both levels.</summary>
internal sealed class CacheReader(FirstLevel first, SecondLevel second, OwnWrites writes, TimeProvider time)
{
    private const int Turns = 15;

    private readonly Lock _lock = new();
    private readonly HashSet<Task> _filling = [];

    /// <summary>Reads one.</summary>
    /// <param name="slot">What.</param>
    /// <param name="moment">The moment before; nothing older is kept in this process.</param>
    /// <param name="required">What the answer must have seen.</param>
    /// <param name="source">Reads the source.</param>
    public async Task<object?> OneAsync(CacheSlot slot, LocalMoment moment, LogPoint required, Func<CancellationToken, Task<Loaded>> source)
    {
        // 1. The server, and with it the generations that what follows must carry.
        var (token, hit) = await FromServerAsync(slot, moment, required).ConfigureAwait(false);
        if (hit is not null)
        {
            return hit;
        }

        // 2. What is dear is asked by one process at a time. The others look again after short, uneven pauses, and ask all the same when it takes too long. Whoever gets
        // the turn looks again, too: the last one may just have put the answer in.
        var owner = slot.IsDear ? Guid.NewGuid().ToString("N") : null;
        for (var (turn, isMine) = (0, false); owner is not null && token is not null && !isMine && turn < Turns; turn++)
        {
            isMine = await second.LockAsync(slot.Entry, owner, default).ConfigureAwait(false);
            if (!isMine)
            {
                await Task.Delay(Uneven(), time).ConfigureAwait(false);
            }

            (token, hit) = await FromServerAsync(slot, moment, required).ConfigureAwait(false);
            if (hit is not null)
            {
                await second.UnlockAsync(slot.Entry, isMine ? owner : null).ConfigureAwait(false);
                return hit;
            }
        }

        // 3. The source, and both levels.
        try
        {
            var read = await source(default).ConfigureAwait(false);
            Keep(slot, read, token, moment, owner);
            return read.Content;
        }
        catch
        {
            await second.UnlockAsync(slot.Entry, owner).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads many entities.</summary>
    public async Task<Dictionary<string, object>> ManyAsync(
        IReadOnlyList<CacheSlot> slots, IReadOnlyDictionary<CacheSlot, LocalMoment> moments, LogPoint atLeast,
        Func<IReadOnlyList<string>, CancellationToken, Task<Dictionary<string, Loaded>>> source, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, object>(StringComparer.Ordinal);
        var left = new List<CacheSlot>();
        foreach (var slot in slots)
        {
            if (first.Find(slot.Entry, writes.Required(slot.Buckets, atLeast)) is { } hit)
            {
                found[slot.EntityId!] = hit;
            }
            else
            {
                left.Add(slot);
            }
        }

        if (left.Count == 0)
        {
            return found;
        }

        int[] buckets = [.. left.SelectMany(slot => slot.Buckets).Distinct().Order()];
        var answer = await second.ReadAsync([.. left.Select(slot => slot.Entry)], buckets, cancellationToken).ConfigureAwait(false);
        var missing = new List<CacheSlot>();
        for (var i = 0; i < left.Count; i++)
        {
            var slot = left[i];
            if (answer is { } given && Use(slot, given.Token?.For(slot.Buckets), given.Entries[i], moments[slot], writes.Required(slot.Buckets, atLeast)) is { } hit)
            {
                found[slot.EntityId!] = hit;
            }
            else
            {
                missing.Add(slot);
            }
        }

        var read = missing.Count == 0 ? [] : await source([.. missing.Select(slot => slot.EntityId!)], cancellationToken).ConfigureAwait(false);
        foreach (var slot in missing)
        {
            if (read.TryGetValue(slot.EntityId!, out var loaded) && loaded.Content is not null)
            {
                found[slot.EntityId!] = loaded.Content;
                Keep(slot, loaded, answer?.Token?.For(slot.Buckets), moments[slot], null);
            }
        }

        return found;
    }

    /// <summary>Waits until nothing is being put into the server any more.</summary>
    public Task IdleAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_filling);
        }
    }

    private async Task<(CacheToken? Token, object? Hit)> FromServerAsync(CacheSlot slot, LocalMoment moment, LogPoint required)
    {
        var answer = await second.ReadAsync([slot.Entry], slot.Buckets, default).ConfigureAwait(false);
        return answer is not { } given ? default : (given.Token, Use(slot, given.Token, given.Entries[0], moment, required));
    }

    // An entry is used when nothing that it depends on has changed, and when the cache has applied what the reader must see.
    private object? Use(CacheSlot slot, CacheToken? token, CacheEntry? entry, LocalMoment moment, LogPoint required)
    {
        if (token?.Applied is { } applied)
        {
            writes.Passed(applied);
        }

        if (token is null || entry is not { } kept || kept.Token != token.Text || (required > LogPoint.Start && !(token.Applied >= required)))
        {
            return null;
        }

        if (slot.Read(kept.Content.Span) is not { } content)
        {
            return null;
        }

        first.Keep(slot.Entry, content, kept.Content.Length, token.Applied ?? LogPoint.Start, moment);
        return content;
    }

    private void Keep(CacheSlot slot, Loaded read, CacheToken? token, LocalMoment moment, string? owner)
    {
        if (read.Content is null || !read.Keep || token is null || CacheSlot.Write(read.Content) is not { } content)
        {
            return;
        }

        first.Keep(slot.Entry, read.Content, content.Length, token.Applied ?? LogPoint.Start, moment);
        var filling = second.FillAsync(slot.Entry, token, read.Seq, content, slot.EntityId, owner, default);
        lock (_lock)
        {
            _filling.Add(filling);
        }

        _ = filling.ContinueWith(
            done =>
            {
                lock (_lock)
                {
                    _filling.Remove((Task)done);
                }
            },
            TaskScheduler.Default);
    }

    private TimeSpan Uneven() => TimeSpan.FromMilliseconds(5 + (time.GetTimestamp() % 20));
}
