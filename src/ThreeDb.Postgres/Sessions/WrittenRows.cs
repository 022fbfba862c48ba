using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>What a session wrote.</summary>
/// <param name="Mutations">What was asked for; null for a bulk load or a restore.</param>
/// <param name="Results">What was done; null for a bulk load, or when it is not known.</param>
/// <param name="Point">Where it stands in the log; null when it is not known whether anything was written.</param>
public sealed record WrittenRows(IReadOnlyList<Mutation>? Mutations, IReadOnlyList<MutationResult>? Results, LogPoint? Point);

/// <summary>What the types of a tenant say to caches.</summary>
/// <param name="Generation">Counts the changes to the types.</param>
/// <param name="Immediate">The types whose reads a cache must not answer.</param>
public sealed record CacheRules(long Generation, IReadOnlySet<string> Immediate);
