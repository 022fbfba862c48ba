using Microsoft.Extensions.Logging;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>What the runner of one projection works with.</summary>
/// <param name="Tenant">The tenant's number.</param>
/// <param name="Context">Whose projection it is.</param>
/// <param name="Store">Where things are kept.</param>
/// <param name="Source">The change log.</param>
/// <param name="Factories">Makers of projections, by kind.</param>
/// <param name="Health">How the engine behaves.</param>
/// <param name="Reached">How far it is.</param>
/// <param name="Wake">Wakes the loop.</param>
/// <param name="Log">Where logs go.</param>
internal sealed record TermServices(
    int Tenant, ProjectionContext Context, ISyncStore Store, IChangeSource Source, IReadOnlyDictionary<string, IProjectionFactory> Factories,
    EngineHealth Health, Reached Reached, Wake Wake, ILogger Log)
{
    public TimeProvider Time => Context.Time;
}
