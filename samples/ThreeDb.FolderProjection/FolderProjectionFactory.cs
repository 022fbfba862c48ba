using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Folders;

/// <summary>Projections into folders of JSON files, one for each entity with its relations: for a static site, for rsync, for grep.</summary>
/// <remarks>Settings: <c>{"path": "/srv/site/data"}</c>. The folder must exist.</remarks>
public sealed class FolderProjectionFactory : IProjectionFactory
{
    private static readonly string[] Known = ["path"];

    /// <inheritdoc />
    public string Kind => "folder";

    /// <inheritdoc />
    public IReadOnlyList<FieldError> Check(JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return [new FieldError("", "is an object")];
        }

        var faults = settings.EnumerateObject().Where(member => !Known.Contains(member.Name))
            .Select(member => new FieldError("/" + JsonPointer.Escape(member.Name), $"is not known{Nearest.Hint(member.Name, Known)}")).ToList();
        if (!settings.TryGetProperty("path", out var path) || path.ValueKind != JsonValueKind.String || !Path.IsPathFullyQualified(path.GetString()!))
        {
            faults.Add(new FieldError("/path", "names a folder by an absolute path, such as /srv/site/data"));
        }

        return faults;
    }

    /// <inheritdoc />
    public IProjection Create(ProjectionContext context, JsonElement settings) => new FolderProjection(new Place(settings.GetProperty("path").GetString()!, context));
}
