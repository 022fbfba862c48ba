namespace ThreeDb;

/// <summary>What the tenant declares about its types. A change takes effect at once for new writes; what exists is derived anew in the background.</summary>
public interface IEntityTypes
{
    /// <summary>Declares a type, or changes its declaration.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1015</c> with every fault of the definition.</exception>
    Task<EntityType> PutAsync(string name, EntityTypeDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Reads a declaration, or null.</summary>
    Task<EntityType?> GetAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Lists all types: the declared ones, and those that entities use without a declaration.</summary>
    Task<IReadOnlyList<EntityType>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes a declaration; the entities stay and follow the defaults.</summary>
    /// <returns>False when the type was not declared.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default);
}

/// <summary>A type and how far its declaration has taken effect.</summary>
/// <param name="Name">The name.</param>
/// <param name="Definition">The declaration; null for a type that is only used.</param>
/// <param name="Entities">How many entities have it.</param>
/// <param name="Deriving">The background work that the latest change caused; null when nothing is left to do.</param>
public sealed record EntityType(string Name, EntityTypeDefinition? Definition, long Entities, DerivationProgress? Deriving)
{
    /// <summary>What the latest deriving anew could make no relation of, or no target; null when there was nothing of the kind.</summary>
    public UnderivedValues? Underived { get; init; }
}

/// <summary>Values in stored data that a declaration wants relations from and that make no id, being too long for example, or whose target its type refuses to create. A write of such data is refused (<c>TDB1008</c>, <c>TDB1014</c>); what was stored before stays, without these relations or targets.</summary>
/// <param name="Count">How many there were when the entities were derived anew; corrections since then do not count.</param>
/// <param name="Entities">The ids of the first entities that hold them: at most ten.</param>
public sealed record UnderivedValues(long Count, IReadOnlyList<string> Entities);

/// <summary>How far entities have been derived anew.</summary>
/// <param name="Done">Entities done.</param>
/// <param name="Total">Entities to do, as counted when the work began.</param>
public sealed record DerivationProgress(long Done, long Total);
