using Microsoft.Extensions.Logging;

namespace ThreeDb.Sync;

/// <summary>What the host of structures logs.</summary>
internal static partial class StructureLog
{
    [LoggerMessage(3101, LogLevel.Information, "Loaded the {Kind} of tenant '{Tenant}': {Megabytes:N1} MB in {Milliseconds:N0} ms.")]
    public static partial void Loaded(ILogger logger, string kind, string tenant, double megabytes, double milliseconds);

    [LoggerMessage(3102, LogLevel.Warning, "The change log of tenant '{Tenant}' cannot be followed; it is tried again in {Seconds} s. What lies in memory is not used meanwhile.")]
    public static partial void Interrupted(ILogger logger, Exception e, string tenant, double seconds);

    [LoggerMessage(3103, LogLevel.Information, "Gave up the {Kind} of tenant '{Tenant}': {Reason}.")]
    public static partial void GivenUp(ILogger logger, string kind, string tenant, string reason);

    [LoggerMessage(3104, LogLevel.Warning, "The {Kind} of tenant '{Tenant}' cannot be loaded: {Reason}.")]
    public static partial void NotLoaded(ILogger logger, string kind, string tenant, string reason);

    [LoggerMessage(3105, LogLevel.Error, "The {Kind} of tenant '{Tenant}' differed from the tables in {Count} rows, for example {Example}; it is loaded anew.")]
    public static partial void Differed(ILogger logger, string kind, string tenant, long count, string example);
}
