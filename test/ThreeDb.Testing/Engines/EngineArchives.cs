namespace ThreeDb.Testing;

/// <summary>The folder of repacked servers that no package registry has: THREEDB_ENGINES, else <c>shared/engines</c> beside a folder above.</summary>
internal static class EngineArchives
{
    public const string Remedy = "set THREEDB_ENGINES to the folder of the repacked engines";

    /// <summary>The script that runs the servers.</summary>
    /// <exception cref="ThreeDbException"><c>TDB5008</c>: it is not here.</exception>
    public static string Script()
    {
        var folder = Environment.GetEnvironmentVariable("THREEDB_ENGINES") is { Length: > 0 } named ? named : Beside();
        var script = Path.Combine(folder ?? "", "engine");
        return File.Exists(script)
            ? script
            : throw new ThreeDbException(ErrorCodes.ServerDidNotStart, folder is null ? "There is no folder of engines here." : $"There is no '{script}'.");
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var engines = Path.Combine(folder.FullName, "shared", "engines");
            if (Directory.Exists(engines))
            {
                return engines;
            }
        }

        return null;
    }
}
