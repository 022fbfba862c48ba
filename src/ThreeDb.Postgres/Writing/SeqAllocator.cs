using System.Collections.Concurrent;

namespace ThreeDb.Postgres;

/// <summary>Gives out seqs of a tenant. Blocks are reserved in the database and used up in this process; what is left at its end stays a gap.</summary>
internal sealed class SeqAllocator(StoreConnections connections)
{
    private const int SmallestBlock = 32;
    private const int LargestBlock = 4096;

    private readonly ConcurrentDictionary<int, Reserve> _reserves = new();

    /// <summary>Takes a number of seqs, ascending.</summary>
    public async ValueTask<Queue<long>> TakeAsync(int tenant, int count, CancellationToken cancellationToken)
    {
        var taken = new Queue<long>(count);
        if (count == 0)
        {
            return taken;
        }

        var reserve = _reserves.GetOrAdd(tenant, static _ => new Reserve());
        await reserve.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (taken.Count < count)
            {
                if (reserve.Next == reserve.End)
                {
                    var size = Math.Max(count - taken.Count, reserve.Block);
                    reserve.Next = await ReserveAsync(tenant, size, cancellationToken).ConfigureAwait(false);
                    reserve.End = reserve.Next + size;
                    reserve.Block = Math.Min(reserve.Block * 4, LargestBlock);
                }

                taken.Enqueue(reserve.Next++);
            }
        }
        finally
        {
            reserve.Gate.Release();
        }

        return taken;
    }

    private async Task<long> ReserveAsync(int tenant, int size, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("update threedb.tenant set next_seq = next_seq + $2 where tenant_id = $1 returning next_seq - $2").Int(tenant).Long(size);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new ThreeDbException(ErrorCodes.TenantNotFound, "The tenant was deleted.");
        }

        var first = reader.Get<long>(0);
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        return first;
    }

    private sealed class Reserve
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public long Next { get; set; }

        public long End { get; set; }

        public int Block { get; set; } = SmallestBlock;
    }
}
