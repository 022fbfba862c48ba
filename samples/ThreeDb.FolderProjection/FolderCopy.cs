using System.Runtime.CompilerServices;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Folders;

/// <summary>A copy of the rows in a folder of its own.</summary>
/// <param name="place">Where.</param>
/// <param name="number">Which copy; null for the one that answers.</param>
internal class FolderCopy(Place place, int? number) : IProjection
{
    // A file is written anew for each change of the entity or of one of its relations.
    private const int MaxFileBytes = 16 << 20;

    public SourceNeeds Needs { get; } = new();

    public int MaxBatch => 500;

    protected Place Place { get; } = place;

    public Task PrepareAsync(Fence fence, CancellationToken cancellationToken) => Place.WriteAsync(
        _ =>
        {
            var state = Place.Begin().Required(fence);
            Place.Save(state with { Fence = fence });

            // A crash in the middle of a swap left it.
            Durable.Delete(Place.Copy(state.Copy - 1));
        },
        cancellationToken);

    /// <inheritdoc />
    /// <remarks>
    /// 1 The fence is compared. 2 Files are written and flushed aside, so that a batch that is refused or given up changes nothing. 3 The fence moves
    /// on. 4 The files take their places. All of it under the lock. After a crash between 3 and 4 the rows come again, with a newer fence.
    /// </remarks>
    public Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken) => Place.WriteAsync(
        _ =>
        {
            // 1
            var state = Place.Admit(batch.Fence);

            // 2
            using var staging = new Staging(Place.Staging);
            Stage(batch, Folder(state), staging, cancellationToken);

            // 3
            Place.Save(state with { Fence = batch.Fence });

            // 4
            staging.Commit();
        },
        cancellationToken);

    public Task ProbeAsync(Fence fence, CancellationToken cancellationToken) => Place.ReadAsync(() => Place.Admit(fence), cancellationToken);

    public async IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = await Place.ReadAsync(() => Folder(Place.Load()), cancellationToken).ConfigureAwait(false);
        var seqs = await Place.ReadAsync(() => EntityFile.In(folder, range).ToList(), cancellationToken).ConfigureAwait(false);
        foreach (var part in seqs.Chunk(MaxBatch))
        {
            foreach (var row in await Place.ReadAsync(() => part.SelectMany(seq => new EntityFile(folder, seq).Rows(relations)).ToList(), cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    public ulong HashOf(ProjectedEntity entity) => RowJson.Hash(RowJson.Of(entity));

    public ulong HashOf(ProjectedRelation relation) => RowJson.Hash(RowJson.Of(relation));

    public virtual Task DropAsync(Fence fence, CancellationToken cancellationToken) =>
        Place.WriteAsync(_ => Durable.Delete(Folder(Place.Load().Required(fence))), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Folder(PlaceState state) => Place.Copy(number ?? state.Copy);

    private static void Stage(ProjectionBatch batch, string folder, Staging staging, CancellationToken cancellationToken)
    {
        var entities = batch.Entities.ToDictionary(row => row.Seq);
        var relations = batch.Relations.ToLookup(row => row.RowKey.Seq);
        var rejected = new List<(RowKey Key, string Reason)>();
        foreach (var seq in entities.Keys.Union(relations.Select(rows => rows.Key)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = new EntityFile(folder, seq);
            var live = new List<RowKey>();
            if (entities.TryGetValue(seq, out var entity))
            {
                file.Set(entity, live);
            }

            foreach (var relation in relations[seq])
            {
                file.Set(relation, live);
            }

            var content = file.Write();
            if (content.Length > MaxFileBytes && live.Count > 0)
            {
                rejected.AddRange(live.Select(key => (key, $"Its file would have {content.Length:N0} bytes; at most {MaxFileBytes:N0}.")));
            }
            else
            {
                staging.Put(file.Path, file.IsEmpty ? null : content);
            }
        }

        if (rejected.Count > 0)
        {
            throw new ProjectionRejectedException(rejected);
        }
    }
}
