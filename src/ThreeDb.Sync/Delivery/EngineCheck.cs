using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Looks whether the engine is there and holds what it was given, also while nothing is written to it; and makes again what somebody dropped. Owned by the leader's loop.</summary>
internal sealed class EngineCheck(IProjection projection, Deliverer deliverer, EngineHealth health)
{
    /// <summary>How long until the next look is due.</summary>
    public TimeSpan Due => health.ProbeDue;

    /// <summary>Looks, if it is time to. An engine that is away is waited for.</summary>
    /// <exception cref="ProjectionLostException">It was emptied, or has an older state.</exception>
    public Task IfDueAsync(CancellationToken cancellationToken) =>
        Due > TimeSpan.Zero || PlantedFault.Is(PlantedFault.IdleEngineTrusted) ? Task.CompletedTask : LookAsync(cancellationToken);

    /// <summary>Makes again what is missing of constraints and indexes. Looks first: what is prepared anew after somebody emptied it would pass for whole.</summary>
    /// <exception cref="ProjectionLostException">It was emptied, or has an older state.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        await deliverer.CallAsync(token => projection.PrepareAsync(deliverer.NextFence(), token), cancellationToken).ConfigureAwait(false);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await deliverer.CallAsync(token => projection.ProbeAsync(deliverer.NextFence(), token), cancellationToken).ConfigureAwait(false);
        health.Proved();
    }
}
