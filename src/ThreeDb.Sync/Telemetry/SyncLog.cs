using Microsoft.Extensions.Logging;

namespace ThreeDb.Sync;

/// <summary>What the runner logs.</summary>
internal static partial class SyncLog
{
    [LoggerMessage(3001, LogLevel.Information, "Leads projection '{Projection}' of tenant '{Tenant}' (epoch {Epoch}).")]
    public static partial void Leads(ILogger logger, string projection, string tenant, long epoch);

    [LoggerMessage(3002, LogLevel.Warning, "Projection '{Projection}' of tenant '{Tenant}' was interrupted; it is tried again in {Seconds} s.")]
    public static partial void Interrupted(ILogger logger, Exception e, string projection, string tenant, double seconds);

    [LoggerMessage(3003, LogLevel.Error, "Projection '{Projection}' of tenant '{Tenant}' is broken and cannot go on until somebody does something. Why: {Reason} What to do: {Remedy}")]
    public static partial void Broken(ILogger logger, Exception e, string projection, string tenant, string reason, string? remedy);

    [LoggerMessage(3004, LogLevel.Warning, "Projection '{Projection}' of tenant '{Tenant}': the database is another one than before (restored or failed over). Everything is compared.")]
    public static partial void OtherDatabase(ILogger logger, string projection, string tenant);

    [LoggerMessage(3005, LogLevel.Information, "Compared projection '{Projection}' of tenant '{Tenant}': {Missing} missing, {Orphans} orphans, {Differing} differing; all repaired.")]
    public static partial void Reconciled(ILogger logger, string projection, string tenant, long missing, long orphans, long differing);

    [LoggerMessage(3006, LogLevel.Warning, "Looking for projections failed; the next attempt is in {Seconds} s.")]
    public static partial void NotFound(ILogger logger, Exception e, double seconds);

    [LoggerMessage(3007, LogLevel.Warning, "Projection '{Projection}' of tenant '{Tenant}' took {Milliseconds} ms to apply {Rows} rows.")]
    public static partial void Slow(ILogger logger, string projection, string tenant, double milliseconds, int rows);

    [LoggerMessage(3008, LogLevel.Warning, "The engine of projection '{Projection}' of tenant '{Tenant}' has lost what it held; it is built anew.")]
    public static partial void Lost(ILogger logger, Exception e, string projection, string tenant);

    [LoggerMessage(3009, LogLevel.Warning, "Projection '{Projection}' of tenant '{Tenant}' is stalled and tries again by itself. Why: {Reason}")]
    public static partial void Stalled(ILogger logger, string projection, string tenant, string? reason);

    [LoggerMessage(3010, LogLevel.Information, "Projection '{Projection}' of tenant '{Tenant}' is {State}; it was {Before} for {Seconds} s.")]
    public static partial void Changed(ILogger logger, string projection, string tenant, string state, string before, double seconds);
}
