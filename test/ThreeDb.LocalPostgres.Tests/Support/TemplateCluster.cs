namespace ThreeDb.LocalPostgres.Tests;

/// <summary>A stopped cluster, made once in a run, to begin from in tests that are not about making one.</summary>
internal sealed class TemplateCluster : IDisposable
{
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    private static string? Folder { get; set; }

    /// <summary>Puts a copy into the data folder of a test.</summary>
    public static async Task CopyAsync(Scratch scratch, string name = "data")
    {
        Prerequisite.Packages();
        var template = await Made.Value;
        OwnFolder.CreateReadable(scratch[name]);
        var copy = await ToolProcess.RunAsync(new ToolCall("cp", "-a", template, scratch[name]), TestContext.Current.CancellationToken);
        Assert.True(copy.Succeeded, copy.Errors);
        File.Delete(Path.Combine(scratch[name], "postgres/server.json")); // Each chooses a port of its own.
    }

    /// <summary>At the end of the run.</summary>
    public void Dispose()
    {
        if (Folder is not null)
        {
            OwnFolder.TryDelete(Folder);
        }
    }

    private static async Task<string> MakeAsync()
    {
        var scratch = new Scratch();
        Folder = scratch.Folder;
        var server = new LocalPostgresServer(scratch.Options());
        await server.EnsureAsync();
        await server.StopAsync();
        return scratch["data/postgres"];
    }
}
