namespace ThreeDb.Postgres.Tests;

/// <summary>Waits for background work by asking how far it is.</summary>
internal static class Settled
{
    public static async Task WaitAsync(TenantDb db, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while ((await db.Types.ListAsync(deadline.Token)).Any(type => type.Deriving is not null))
        {
        }
    }

    /// <summary>Waits until the work on a type is exactly so far.</summary>
    public static async Task WaitAsync(TenantDb db, string type, long done)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await db.Types.GetAsync(type, deadline.Token))?.Deriving?.Done != done)
        {
        }
    }
}
