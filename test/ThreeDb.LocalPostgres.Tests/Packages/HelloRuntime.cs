namespace ThreeDb.LocalPostgres.Tests;

/// <summary>The smallest runtime with a program: 3 MB to fetch.</summary>
internal static class HelloRuntime
{
    public const string Program = "usr/bin/hello";

    public static PackageRuntimeDefinition Definition { get; } = new("hello", ["libc6", "hello"], [Program]);

    /// <summary>The driver's command that makes it.</summary>
    public static string[] InstallCommand => ["install", Definition.Name, Program, .. Definition.Packages];

    /// <summary>A cache folder of a test's own that has the package lists already.</summary>
    public static async Task<PackageStoreOptions> CacheWithListsAsync(Scratch scratch)
    {
        Prerequisite.Packages();
        var token = TestContext.Current.CancellationToken;
        await Scratch.SharedStore().Apt.EnsureListsAsync(TimeSpan.FromDays(365), null, token);
        var lists = scratch["cache/apt/lists"];
        OwnFolder.CreateReadable(lists);
        var files = Directory.EnumerateFiles(Path.Combine(Scratch.SharedCache, "apt/lists"), "*_*").ToList();

        // With their times: apt asks the mirror whether it has something newer. As links where possible: they are 90 MB, and apt
        // replaces lists, it does not write into them.
        var linked = await ToolProcess.RunAsync(new ToolCall("cp", ["-al", .. files, lists]), token);
        if (!linked.Succeeded)
        {
            Assert.True((await ToolProcess.RunAsync(new ToolCall("cp", ["-af", .. files, lists]), token)).Succeeded);
        }

        return new PackageStoreOptions { CacheFolder = scratch["cache"] };
    }

    /// <summary>What the program says.</summary>
    public static async Task<string> SayAsync(string root)
    {
        var result = await ToolProcess.RunAsync(new ToolCall(Path.Combine(root, Program)), TestContext.Current.CancellationToken);
        return result.Output;
    }

    /// <summary>What a user could take for a runtime, or what was left over.</summary>
    public static IEnumerable<string> Leftovers(string cache) => Directory.EnumerateDirectories(Path.Combine(cache, "runtimes"))
        .Concat(Directory.EnumerateDirectories(cache, "download-*"))
        .Select(folder => Path.GetFileName(folder)!);
}
