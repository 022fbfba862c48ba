using System.Diagnostics;
using System.Text.Json;

namespace ThreeDb.Benchmarks;

/// <summary>What a projection is told to do and is waited for. One that does not get there ends the benchmark.</summary>
internal static class ProjectionWork
{
    /// <summary>How long anything may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Declares a projection and waits until it is built and live.</summary>
    public static async Task AddAsync(TenantDb db, string name, ProjectionDefinition definition, CancellationToken cancellationToken)
    {
        await db.Sync.PutAsync(name, definition, cancellationToken);
        await ReachAsync(db, name, status => status is { State: ProjectionState.Live, Unfinished.Count: 0 }, cancellationToken);
    }

    /// <summary>Waits until a projection is as wanted; asks every 10 ms.</summary>
    public static async Task ReachAsync(TenantDb db, string name, Func<ProjectionStatus, bool> there, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        for (var status = await db.Sync.GetAsync(name, cancellationToken); !there(status); status = await db.Sync.GetAsync(name, cancellationToken))
        {
            if (status.State == ProjectionState.Broken || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw Stuck(status);
            }

            await Task.Delay(10, cancellationToken);
        }
    }

    /// <summary>Builds a projection anew.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> RebuildAsync(TenantDb db, string name, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await db.Sync.RebuildAsync(name, cancellationToken);
        await FinishAsync(db, name, "rebuild", cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Compares a projection with the source, which has so many entities at least: nothing may differ.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> CompareAsync(TenantDb db, string name, long entities, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await db.Sync.ReconcileAsync(name, cancellationToken);
        var status = await FinishAsync(db, name, "reconcile", cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return status.LastReconcile is { Missing: 0, Orphans: 0, Differing: 0, Parked: 0 } report && report.Entities >= entities
            ? elapsed
            : throw new InvalidOperationException(
                $"The comparison with {name} found differences where there are none, or fewer than {entities:N0} entities: {JsonSerializer.Serialize(status.LastReconcile, ThreeDbJson.Options)}");
    }

    private static async Task<ProjectionStatus> FinishAsync(TenantDb db, string name, string work, CancellationToken cancellationToken)
    {
        var status = await db.Sync.FinishAsync(name, work, Patience, cancellationToken: cancellationToken);
        return status.Unfinished.Contains(work) ? throw Stuck(status) : status;
    }

    private static InvalidOperationException Stuck(ProjectionStatus status) =>
        new($"The projection '{status.Name}' does not get there: {JsonSerializer.Serialize(status, ThreeDbJson.Options)}");
}
