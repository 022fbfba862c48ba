using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb.LocalPostgres;

/// <summary>Written last into an unpacked runtime: it is there only when everything else is.</summary>
/// <param name="Root">The folder that the scripts name; a runtime that was moved elsewhere is not usable.</param>
/// <param name="Packages">Package names and versions.</param>
/// <param name="Programs">The wrapped programs, relative to the root.</param>
/// <param name="Links">Other names of wrapped programs, relative to the root.</param>
internal sealed record RuntimeStamp(
    string Root, IReadOnlyDictionary<string, string> Packages, IReadOnlyList<string> Programs, IReadOnlyList<string> Links)
{
    private const string FileName = ".3db-runtime.json";

    public void Write(string folder) => DurableFile.Write(
        Path.Combine(folder, FileName), JsonSerializer.Serialize(this, StampJson.Default.RuntimeStamp), DurableFile.Readable);

    /// <summary>Reads the stamp of a runtime, or null when there is no whole runtime in the folder.</summary>
    public static RuntimeStamp? Read(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            var stamp = File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), StampJson.Default.RuntimeStamp) : null;
            var isWhole = stamp?.Root == folder && stamp.Programs.All(program => File.Exists(Path.Combine(folder, program) + ".bin"));
            return isWhole ? stamp : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(RuntimeStamp))]
internal sealed partial class StampJson : JsonSerializerContext;
