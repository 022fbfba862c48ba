using System.Text.Json;

namespace ThreeDb.Testing;

/// <summary>A real server of another product that tests need. One class for each, in a file of its own beside this one.</summary>
/// <param name="name">Its name in lower case; names its variable and its folders.</param>
public abstract class Engine(string name)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The variable that names a server to use instead of one that the tests start.</summary>
    public string Variable => "THREEDB_TEST_" + name.ToUpperInvariant();

    /// <summary>What a person has to do to run the tests that need it, as a sentence.</summary>
    public abstract string Remedy { get; }

    /// <summary>The settings of a projection into a server of it, as a person gives them.</summary>
    /// <param name="url">The address of the server.</param>
    public virtual JsonElement SettingsOf(string url) => Json.Of(new { url });

    /// <summary>Starts a server, or takes the one over that runs in the folder.</summary>
    /// <param name="folder">A folder of its own, readable for everybody; a second start in the same folder takes the same port.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException">This machine cannot run it; the test is skipped, in CI it fails.</exception>
    public abstract Task<EngineProcess> StartAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Ends what runs in a folder, in whatever state it is. Must not fail when nothing runs there.</summary>
    public abstract Task StopAsync(string folder, CancellationToken cancellationToken);
}

/// <summary>A server that runs.</summary>
/// <param name="Url">Its address, as the settings of a projection take it.</param>
/// <param name="ProcessId">Its process.</param>
public sealed record EngineProcess(string Url, int ProcessId);
