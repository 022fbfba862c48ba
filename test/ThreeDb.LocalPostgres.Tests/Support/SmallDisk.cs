namespace ThreeDb.LocalPostgres.Tests;

/// <summary>A file system of few megabytes. Only root can mount one.</summary>
internal static class SmallDisk
{
    public static async Task MountAsync(Scratch scratch, string folder, int megabytes)
    {
        Prerequisite.Root();
        OwnFolder.CreateReadable(folder);
        var result = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", folder);
        if (!result.Succeeded)
        {
            Prerequisite.Missing("tmpfs cannot be mounted: " + result.LastWords(), "Let the tests mount file systems.");
        }

        scratch.AtEnd(() => RunAsync("umount", folder));
    }

    public static async Task GrowAsync(string folder, int megabytes) =>
        Assert.True((await RunAsync("mount", "-o", $"remount,size={megabytes}m", folder)).Succeeded);

    private static Task<ToolResult> RunAsync(string program, params string[] arguments) =>
        ToolProcess.RunAsync(new ToolCall(program, arguments), CancellationToken.None);
}
