using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Looks whether the engine is there and holds what it was given, also while nothing is written to it; and makes again what somebody dropped. Owned by the leader's loop.</summary>
internal sealed class EngineCheck(IProjection projection, Deliverer deliverer, EngineHealth health)
{
    private bool _isPreparationWanted;

    /// <summary>How long until the next look is due.</summary>
    public TimeSpan Due => _isPreparationWanted ? TimeSpan.Zero : health.ProbeDue;

    /// <summary>Asks for constraints and indexes to be made again where somebody dropped them: without them a rebuild may take for ever.</summary>
    public void WantPreparation() => _isPreparationWanted = !PlantedFault.Is(PlantedFault.PreparedOnce);

    /// <summary>Makes them, when it was asked for.</summary>
    /// <exception cref="ProjectionLostException">The engine was emptied, or has an older state.</exception>
    public async Task PrepareIfWantedAsync(CancellationToken cancellationToken)
    {
        if (_isPreparationWanted)
        {
            // What is prepared anew after somebody emptied it would pass for whole.
            await LookAsync(cancellationToken).ConfigureAwait(false);
            await deliverer.CallAsync(token => projection.PrepareAsync(deliverer.NextFence(), token), cancellationToken).ConfigureAwait(false);
            _isPreparationWanted = false;
        }
    }

    /// <summary>Prepares or looks, if it is time to. An engine that is away is waited for.</summary>
    /// <exception cref="ProjectionLostException">It was emptied, or has an older state.</exception>
    public async Task IfDueAsync(CancellationToken cancellationToken)
    {
        await PrepareIfWantedAsync(cancellationToken).ConfigureAwait(false);
        if (health.ProbeDue <= TimeSpan.Zero && !PlantedFault.Is(PlantedFault.IdleEngineTrusted))
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await deliverer.CallAsync(token => projection.ProbeAsync(deliverer.NextFence(), token), cancellationToken).ConfigureAwait(false);
        health.Proved();
    }
}
