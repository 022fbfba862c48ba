namespace ThreeDb.Testing;

/// <summary>The contract of <see cref="Projections.IProjection"/> as tests. A connector derives one class from it and implements what is abstract.</summary>
/// <remarks>The classes below it hold the tests by subject: apply, relations, fences, reading back, life, probes, other databases, swapping, random lives, poisonous rows.</remarks>
public abstract class ProjectionConformance : PoisonConformance;
