using System.Diagnostics;

namespace ThreeDb.Sync.Tests;

/// <summary>The build in which faults can be switched on, beside the usual one.</summary>
internal static class PlantedBuild
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Builds a project of tests with all faults in it.</summary>
    public static async Task MakeAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["build", $"test/{project}", "-c", "Release", "-v", "q", "-nologo", "-m:1", "--disable-build-servers", "-p:PlantFaults=true"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, text);
    }

    /// <summary>The assembly of a project that was built.</summary>
    public static string PathOf(string project) => Path.Combine(Root, "artifacts", "planted", "bin", project, "release", $"{project}.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ThreeDb.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside of the repository.");
    }
}
