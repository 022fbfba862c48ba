namespace ThreeDb.Postgres;

/// <summary>What a migration run found and did.</summary>
/// <param name="Version">The number of the newest step in the database.</param>
/// <param name="Applied">The steps that this run applied, as <c>0001 foundation</c>; for a dry run those it would apply.</param>
/// <param name="HasVectorExtension">Whether pgvector is there; without it vectors are searched by this process.</param>
/// <param name="ServerVersion">PostgreSQL's own version, for example <c>17.11</c>.</param>
public sealed record MigrationReport(int Version, IReadOnlyList<string> Applied, bool HasVectorExtension, string ServerVersion);
