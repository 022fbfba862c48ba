namespace ThreeDb.LocalPostgres;

/// <summary>How to run another server from a package runtime: Valkey, InfluxDB and the like.</summary>
/// <param name="Name">A name for people and folders.</param>
/// <param name="Runtime">The packages.</param>
/// <param name="Executable">The program, one of the runtime's executables.</param>
/// <param name="Arguments">Makes the program's arguments from its port and its data folder, which is also its working folder.</param>
public sealed record LocalServerDefinition(
    string Name, PackageRuntimeDefinition Runtime, string Executable, Func<int, string, IReadOnlyList<string>> Arguments)
{
    /// <summary>Makes further arguments from the root folder of the runtime, for programs that load other files of it; none when null.</summary>
    public Func<string, IReadOnlyList<string>>? RootArguments { get; init; }

    /// <summary>
    /// Asks once whether the server on a port of 127.0.0.1 is ready; when null, it is as soon as it accepts a connection.
    /// </summary>
    public Func<int, CancellationToken, Task<bool>>? IsReady { get; init; }

    /// <summary>
    /// The most memory, in bytes of address space, that the server may ask the machine for: then it fails, and nobody else. No limit when null.
    /// </summary>
    public long? AddressSpace { get; init; }

    /// <summary>How long a start may take. Default 30 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an orderly stop (SIGTERM) may take before it is killed. Default 10 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A server that is ready.</summary>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="DataFolder">Its data folder.</param>
/// <param name="LogFile">What it wrote since its start.</param>
/// <param name="WasStarted">Whether this call started it; false when it ran already and was adopted.</param>
public sealed record LocalServerInstance(int Port, int ProcessId, string DataFolder, string LogFile, bool WasStarted);
