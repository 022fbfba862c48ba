namespace ThreeDb.Connectors.Valkey;

/// <summary>What the source gave.</summary>
/// <param name="Content">The answer, or null when there is none.</param>
/// <param name="Seq">The number of an entity.</param>
/// <param name="Keep">Whether it may be kept.</param>
internal readonly record struct Loaded(object? Content, long Seq, bool Keep);
