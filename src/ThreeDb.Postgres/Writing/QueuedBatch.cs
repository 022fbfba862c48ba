namespace ThreeDb.Postgres;

/// <summary>Units to be written in one transaction.</summary>
/// <param name="Queue">Where they come from.</param>
/// <param name="Units">The units, in order.</param>
/// <param name="Claims">What they hold until the batch is completed, and whether alone.</param>
internal sealed record QueuedBatch(TenantQueue Queue, IReadOnlyList<WriteUnit> Units, IReadOnlyDictionary<string, bool> Claims)
{
    public int Tenant => Queue.Tenant;
}
