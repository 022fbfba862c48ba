namespace ThreeDb.Postgres;

/// <summary>A row of <c>change</c> about an entity.</summary>
/// <param name="Seq">The entity.</param>
/// <param name="Operation">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Type">The entity's type.</param>
/// <param name="Project">The project as of this version.</param>
/// <param name="Version">The version that the change made.</param>
/// <param name="Before">The data before: whole, or as a patch, or nothing.</param>
internal sealed record ChangeRow(
    long Seq, ChangeOperation Operation, DateTimeOffset At, string Actor, string Type, string? Project, long Version, BeforeImage Before);

/// <summary>How to get from the data of a version to that of the version before it.</summary>
/// <param name="Snapshot">The data before, whole.</param>
/// <param name="Patch">A JSON Patch from the new data to the data before.</param>
internal readonly record struct BeforeImage(PgJson? Snapshot, PgJson? Patch);
