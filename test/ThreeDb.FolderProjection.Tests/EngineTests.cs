using ThreeDb.Testing;

namespace ThreeDb.Folders.Tests;

/// <summary>The sample at work: fed from the change log, compared, repaired, built anew.</summary>
public sealed class EngineTests(FolderFixture fixture) : IClassFixture<FolderFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Folder_follows_the_source_is_repaired_and_built_anew()
    {
        var db = fixture.Db;
        await db.Entities.CreateAsync("page", Json.Of("""{"title": "Before"}"""), "before");
        await db.Sync.PutAsync("site", new ProjectionDefinition { Kind = "folder", Settings = Json.Of(new { path = fixture.Root }) });
        await AppearsAsync(files => files.ContainsKey("before"));

        await db.Entities.CreateAsync("page", Json.Of("""{"title": "After"}"""), "after");
        await db.Relations.RelateAsync(new Relate("after", "LINKS_TO", "before"));
        await AppearsAsync(files => files.TryGetValue("after", out var file) && file.Text.Contains("\"to\":\"before\"", StringComparison.Ordinal));

        File.Delete(Files()["before"].Path);
        await db.Sync.ReconcileAsync("site");
        var compared = await db.Sync.FinishAsync("site", "reconcile", Patience);
        Assert.Equal((1, 0, 0), (compared.LastReconcile!.Missing, compared.LastReconcile.Orphans, compared.LastReconcile.Differing));
        Assert.Contains("before", Files());

        await db.Sync.RebuildAsync("site");
        await db.Sync.FinishAsync("site", "rebuild", Patience);
        Assert.Equal(["after", "before"], Files().Keys.Order(StringComparer.Ordinal));
        Assert.All(Files().Values, file => Assert.Contains("/site/2/", file.Path, StringComparison.Ordinal));

        await db.Entities.DeleteAsync("after");
        await AppearsAsync(files => !files.ContainsKey("after"));
        await db.Sync.DeleteAsync("site");
        await AppearsAsync(_ => !Directory.EnumerateFileSystemEntries(fixture.Root).Any());
    }

    // The files of entities, by id.
    private Dictionary<string, (string Path, string Text)> Files() =>
        Directory.EnumerateFiles(fixture.Root, "*.json", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "state.json")
            .Select(path => (Path: path, Text: File.ReadAllText(path))).Where(file => !file.Text.StartsWith("{\"entity\": null", StringComparison.Ordinal))
            .ToDictionary(file => (string)System.Text.Json.Nodes.JsonNode.Parse(file.Text)!["entity"]!["id"]!);

    private Task AppearsAsync(Func<Dictionary<string, (string Path, string Text)>, bool> expected) => Until.TrueAsync(() => Holds(expected), Patience);

    // Files come and go while they are looked at.
    private bool Holds(Func<Dictionary<string, (string Path, string Text)>, bool> expected)
    {
        try
        {
            return expected(Files());
        }
        catch (IOException)
        {
            return false;
        }
    }
}
