using System.Text.Json.Nodes;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Folders.Tests;

/// <summary>A folder for one test, and the hands of somebody who edits its files.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("3db-folder-").FullName;

    public IProjection Create(ProjectionContext context) => new FolderProjectionFactory().Create(context, Json.Of(new { path = Root }));

    /// <summary>The file of an entity in one of the copies.</summary>
    public string FileOf(ProjectionContext context, long seq, int copy = 1) => Path.Combine(Root, context.Tenant, context.Name, $"{copy}", $"{seq / 1000}", $"{seq}.json");

    public async Task EditAsync(ProjectionContext context, long seq, Action<EditedFile> edit)
    {
        var path = FileOf(context, seq);
        var file = new EditedFile(JsonNode.Parse(File.Exists(path) ? await File.ReadAllTextAsync(path) : """{"entity":null,"relations":[]}""")!.AsObject());
        edit(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, file.Content.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>A file under somebody's hands.</summary>
internal sealed record EditedFile(JsonObject Content)
{
    private JsonArray Relations => Content["relations"]!.AsArray();

    public JsonNode? Row(RowKey key) => key.IsRelation
        ? Relations.FirstOrDefault(row => ((long)row!["target"]!, (string)row["type"]!, (string)row["key"]!) == (key.Target, key.Type, key.Key))
        : Content["entity"];

    public void Remove(RowKey key)
    {
        if (key.IsRelation)
        {
            Relations.Remove(Row(key));
        }
        else
        {
            Content["entity"] = null;
        }
    }

    public void Plant(RowKey key)
    {
        if (key.IsRelation)
        {
            Relations.Add(new JsonObject { ["type"] = key.Type, ["target"] = key.Target, ["key"] = key.Key });
        }
        else
        {
            Content["entity"] = new JsonObject { ["seq"] = key.Seq, ["id"] = "planted" };
        }
    }
}
