namespace ThreeDb.Connectors.Age;

/// <summary>An entity of a batch, ready to be sent.</summary>
/// <param name="Seq">Its seq.</param>
/// <param name="Type">Its type; null when it is to be removed.</param>
/// <param name="Properties">Its properties as an agtype; those of a stub when it is to be removed.</param>
internal readonly record struct NodeRow(long Seq, string? Type, string Properties);

/// <summary>A relation of a batch, ready to be sent.</summary>
/// <param name="From">The seq of its source.</param>
/// <param name="To">The seq of its target.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsLive">Whether it shall be there.</param>
/// <param name="Value">Its properties as an agtype; its key as an agtype when it is to be removed.</param>
internal readonly record struct EdgeRow(long From, long To, string Type, bool IsLive, string Value);
