using Microsoft.Extensions.Logging;

namespace ThreeDb.LocalPostgres;

/// <summary>The log records of this library; event ids 5000 to 5099.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Information, "Created the cluster in {Folder} with PostgreSQL {Version}")]
    public static partial void Initialized(ILogger logger, string folder, string version);

    [LoggerMessage(5002, LogLevel.Information, "Started PostgreSQL {Version} ({Source}) as process {ProcessId} on port {Port}")]
    public static partial void Started(ILogger logger, int processId, int port, string version, PostgresSource source);

    [LoggerMessage(5003, LogLevel.Debug, "Adopted the running PostgreSQL, process {ProcessId} on port {Port}")]
    public static partial void Adopted(ILogger logger, int processId, int port);

    [LoggerMessage(5004, LogLevel.Information, "Stopped PostgreSQL, process {ProcessId}")]
    public static partial void Stopped(ILogger logger, int processId);
}
