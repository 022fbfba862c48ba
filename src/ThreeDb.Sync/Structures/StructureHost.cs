using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ThreeDb.Structures;

namespace ThreeDb.Sync;

/// <summary>The life of what is kept in memory of each tenant: loaded on first use, kept current by the change log, given up under a budget, proved equal to the tables.</summary>
/// <remarks>Reads that it cannot serve are answered by SQL; nothing is only here.</remarks>
/// <typeparam name="T">The kind of structure.</typeparam>
/// <param name="loader">Loads and compares.</param>
/// <param name="store">The change logs.</param>
/// <param name="budget">Shared by all kinds.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where logs go.</param>
public sealed class StructureHost<T>(IStructureLoader<T> loader, ISyncStore store, MemoryBudget budget, TimeProvider time, ILogger log) : IAsyncDisposable
    where T : class, IMemoryStructure
{
    private readonly ConcurrentDictionary<int, StructureSlot<T>> _slots = new();

    private readonly IDisposable _watched = StructureMetrics.Watch(budget);

    /// <summary>The memory that all kinds share.</summary>
    public MemoryBudget Budget => budget;

    /// <summary>A tenant's structure that has what is demanded and what this process has written; or why there is none.</summary>
    public ValueTask<StructureUse<T>> UseAsync(int tenantId, string tenant, StructureDemand demand, CancellationToken cancellationToken) =>
        Slot(tenantId, tenant).UseAsync(demand, cancellationToken);

    /// <summary>This process has written to a tenant. What is asked often has it when this completes, unless that takes too long: then its readers wait for it.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="write">Where the write stands in the log.</param>
    public ValueTask WrittenAsync(int tenantId, OwnWrite write) => _slots.TryGetValue(tenantId, out var slot) ? slot.WrittenAsync(write) : ValueTask.CompletedTask;

    /// <summary>How the structure of a tenant stands.</summary>
    public MemoryStatus StatusOf(int tenantId) => _slots.TryGetValue(tenantId, out var slot) ? slot.Status : new MemoryStatus(loader.Kind, MemoryState.Unused, budget.Bytes);

    /// <summary>Compares a tenant's structure with its tables. That takes as much memory again of the budget.</summary>
    /// <returns>The structure and what was found.</returns>
    /// <exception cref="ThreeDbException"><c>TDB2017</c> when it is not in memory, <c>TDB2021</c> when it does not fit, <c>TDB2018</c> when it does not fit twice, <c>TDB2016</c> when it changes too fast.</exception>
    public async Task<(T Structure, StructureVerification Verification)> VerifyAsync(int tenantId, string tenant, TimeSpan loadWait, CancellationToken cancellationToken)
    {
        var slot = Slot(tenantId, tenant);
        var use = await slot.UseAsync(new StructureDemand(null, loadWait, IsOnly: true), cancellationToken).ConfigureAwait(false);
        return use.Structure is { } structure
            ? (structure, await slot.VerifyAsync(structure, cancellationToken).ConfigureAwait(false))
            : throw use.Refusal(loader.Kind);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots.Values)
        {
            await slot.DisposeAsync().ConfigureAwait(false);
        }

        _watched.Dispose();
    }

    private StructureSlot<T> Slot(int tenantId, string tenant) => _slots.TryGetValue(tenantId, out var known)
        ? known
        : _slots.GetOrAdd(tenantId, id => new StructureSlot<T>(id, tenant, loader, store, budget, time, log));
}
