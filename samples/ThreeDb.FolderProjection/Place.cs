using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Folders;

/// <summary>Where one projection of one tenant lives, <c>path/tenant/name</c>: its lock, its state, and the folders of its copies.</summary>
internal sealed class Place(string root, ProjectionContext context)
{
    private readonly string _folder = Path.Combine(root, context.Tenant, context.Name);

    public string Staging => Path.Combine(_folder, "staging");

    private string StateFile => Path.Combine(_folder, "state.json");

    public string Copy(int number) => Path.Combine(_folder, $"{number}");

    /// <summary>Runs a write: one at a time over all processes.</summary>
    public Task WriteAsync(Action<PlaceLock> write, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            using var held = await PlaceLock.TakeAsync(_folder, context.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                write(held);
            }
            catch (ProjectionLostException)
            {
                // The lock made the folder anew.
                Drop(held, default);
                throw;
            }

            return true;
        },
        cancellationToken);

    public Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken) => RunAsync(() => Task.FromResult(read()), cancellationToken);

    public PlaceState Load() =>
        File.Exists(StateFile) ? JsonSerializer.Deserialize<PlaceState>(File.ReadAllBytes(StateFile), JsonSerializerOptions.Web)! : new PlaceState(default);

    /// <summary>The state, unless another database feeds this place.</summary>
    /// <exception cref="ProjectionTakenException">One does.</exception>
    public PlaceState Own()
    {
        var state = Load();
        context.RequireOwn(state.Database);
        return state;
    }

    /// <summary>The state that a leader begins with. What is to be taken over from another database is dropped.</summary>
    public PlaceState Begin()
    {
        if (context.MayTakeOver(Load().Database))
        {
            foreach (var copy in Directory.GetDirectories(_folder))
            {
                Durable.Delete(copy);
            }

            Save(new PlaceState(default));
        }

        var state = Own();
        return state with { Database = context.Database ?? state.Database };
    }

    /// <summary>The state, for a write that is newer than all before it. Only to be asked under the lock.</summary>
    /// <exception cref="ProjectionFencedException">It is not.</exception>
    /// <exception cref="ProjectionLostException">There is no state: somebody deleted it.</exception>
    public PlaceState Admit(Fence fence)
    {
        if (!File.Exists(StateFile))
        {
            throw new ProjectionLostException($"The folder '{_folder}' was emptied.");
        }

        var state = Own();
        return fence > state.Fence ? state : throw new ProjectionFencedException($"The write {fence} is not newer than {state.Fence}.");
    }

    public void Save(PlaceState state) => Durable.Replace(StateFile, JsonSerializer.SerializeToUtf8Bytes(state, JsonSerializerOptions.Web));

    /// <summary>Deletes everything, the fence included, unless it is another database's.</summary>
    /// <exception cref="ProjectionFencedException">A newer leader has come.</exception>
    public void Drop(PlaceLock held, Fence fence)
    {
        var state = Load();
        if (context.IsForeign(state.Database))
        {
            return;
        }

        state.Required(fence);
        Durable.Delete(_folder);
        held.Retire();
        var tenant = Path.GetDirectoryName(_folder)!;
        if (!Directory.EnumerateFileSystemEntries(tenant).Any())
        {
            Directory.Delete(tenant);
        }
    }

    // Says of the outside world what the runner can act on: 7001 is repeated, 6004 waits for somebody.
    private async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            // A disk that is not mounted must not be filled below its mount point, nor pass for one that was emptied.
            return Directory.Exists(root)
                ? await Task.Run(work, cancellationToken).ConfigureAwait(false)
                : throw new DirectoryNotFoundException("It is not there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"The folder '{root}' cannot be used. {e.Message}", inner: e);
        }
        catch (JsonException e)
        {
            throw new ThreeDbException(ErrorCodes.FileNotUsable, $"The file '{StateFile}' cannot be read.", "Remove it; then '3db sync rebuild'.", inner: e);
        }
    }
}
