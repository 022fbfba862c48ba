namespace ThreeDb.Postgres;

/// <summary>One item of a bulk load: a mutation, or why there is none.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Mutation">The mutation.</param>
/// <param name="Error">Why the item could not be read.</param>
public readonly record struct BulkItem(long Line, Mutation? Mutation, ThreeDbException? Error = null);
