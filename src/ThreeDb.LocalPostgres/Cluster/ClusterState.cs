using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb.LocalPostgres;

/// <summary>What 3db remembers of a cluster from start to start. Written under the cluster's lock, before the server starts.</summary>
/// <param name="Port">The port on 127.0.0.1.</param>
/// <param name="SocketFolder">The folder of the socket; empty for a container.</param>
/// <param name="Source">Where the programs come from.</param>
/// <param name="Version">PostgreSQL's version.</param>
internal sealed record ClusterState(int Port, string SocketFolder, PostgresSource Source, string Version)
{
    public static ClusterState? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ClusterStateJson.Default.ClusterState) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null; // A new port is chosen then, and postmaster.pid tells the rest.
        }
    }

    public void Write(string path) =>
        DurableFile.Write(path, JsonSerializer.Serialize(this, ClusterStateJson.Default.ClusterState), DurableFile.Secret);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ClusterState))]
internal sealed partial class ClusterStateJson : JsonSerializerContext;
