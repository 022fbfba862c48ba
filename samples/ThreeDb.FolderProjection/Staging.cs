namespace ThreeDb.Folders;

/// <summary>Changes of files that take effect together, as nearly as a file system can: all are written and flushed aside, then renamed.</summary>
internal sealed class Staging : IDisposable
{
    private readonly string _folder;
    private readonly List<(string Path, string? Staged)> _changes = [];

    /// <param name="folder">Where files wait. What a crash left there is thrown away.</param>
    public Staging(string folder)
    {
        _folder = folder;
        Durable.Delete(folder);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Replaces a file, or deletes it when there is no content.</summary>
    public void Put(string path, byte[]? content)
    {
        var staged = content is null ? null : Path.Combine(_folder, $"{_changes.Count}");
        _changes.Add((path, staged));
        if (staged is not null)
        {
            Durable.Write(staged, content);
        }
    }

    public void Commit()
    {
        var folders = _changes.Select(change => Path.GetDirectoryName(change.Path)!).Distinct().ToList();
        folders.ForEach(Durable.CreateFolder);
        foreach (var (path, staged) in _changes)
        {
            if (staged is null)
            {
                File.Delete(path);
            }
            else
            {
                File.Move(staged, path, overwrite: true);
            }
        }

        folders.ForEach(Durable.FlushFolder);
    }

    public void Dispose() => Durable.Delete(_folder);
}
