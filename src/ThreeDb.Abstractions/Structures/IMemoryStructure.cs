using ThreeDb.Changes;

namespace ThreeDb.Structures;

/// <summary>What one tenant's rows look like in memory: a graph, an index. Readers of it see one version throughout; it has one writer.</summary>
public interface IMemoryStructure
{
    /// <summary>About how much memory it takes, in bytes.</summary>
    long Bytes { get; }

    /// <summary>Takes rows as they are in the source now. Rows that came before may come again.</summary>
    /// <exception cref="StructureTooLargeException">It cannot take them.</exception>
    void Apply(SourceRows rows);
}

/// <summary>Makes structures of one kind.</summary>
/// <typeparam name="T">The kind.</typeparam>
public interface IStructureLoader<T>
    where T : class, IMemoryStructure
{
    /// <summary>What it is called in metrics and messages, for example <c>graph</c>.</summary>
    string Kind { get; }

    /// <summary>What to read of rows.</summary>
    SourceNeeds Needs { get; }

    /// <summary>Loads the rows of a tenant as they are at one moment.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="budget">The largest memory that it may take, in bytes.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The structure, and the point of the change log that it has all of.</returns>
    /// <exception cref="StructureTooLargeException">It would take more than the budget.</exception>
    Task<(T Structure, LogPoint Point)> LoadAsync(int tenantId, long budget, CancellationToken cancellationToken);

    /// <summary>The rows that two structures hold differently: up to <paramref name="limit"/> of them, and how many there are.</summary>
    (IReadOnlyList<RowKey> Keys, long Count) Compare(T one, T other, int limit, CancellationToken cancellationToken);
}

/// <summary>A structure does not fit into the memory that it may take; SQL answers instead.</summary>
/// <param name="reason">What there is too much of, as the end of a sentence.</param>
/// <param name="need">About how much memory it would take, in bytes; null when that is not known.</param>
public class StructureTooLargeException(string reason, long? need = null) : Exception(reason)
{
    /// <summary>About how much memory it would take, in bytes; null when that is not known.</summary>
    public long? Need => need;

    /// <summary>It would take more memory than it may.</summary>
    /// <param name="need">About how much it would take, in bytes.</param>
    /// <param name="budget">How much it may take, in bytes.</param>
    public static StructureTooLargeException Over(long need, long budget) =>
        new($"it needs about {need / 1048576.0:N1} MB, and {budget / 1048576.0:N1} MB are allowed", need);
}
