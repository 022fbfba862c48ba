using System.Runtime.CompilerServices;
using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>The node that a projection has once: it holds the newest fence and the types that were met, and is what writes lock first.</summary>
internal sealed class ProjectionNode(QueryApi api, string owner, ProjectionContext context)
{
    private const int DroppedAtOnce = 2_000;
    private const int RelationsDroppedAtOnce = 20_000;

    /// <summary>Of the projection's node <c>f</c>: whether it may be written by <c>$database</c>, which is empty where nothing is to be compared.</summary>
    public const string IsOwn = "($database = '' OR coalesce(f.database, '') IN ['', $database])";

    private static readonly string[] s_constraints =
    [
        $"CREATE CONSTRAINT threedb_projection IF NOT EXISTS FOR (n:`{Names.Projection}`) REQUIRE n.projection IS UNIQUE",
        $"CREATE CONSTRAINT threedb_entity IF NOT EXISTS FOR (n:{Names.Entity}) REQUIRE (n.{Names.Owner}, n._seq) IS UNIQUE",
    ];

    /// <summary>Makes what all projections of the database share. They stay when a projection goes.</summary>
    public async Task EnsureConstraintsAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in s_constraints)
        {
            await api.RunAsync(new Query(statement), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the node, or moves its fence on.</summary>
    /// <returns>The types that it knows.</returns>
    /// <exception cref="ProjectionFencedException">It has seen a newer fence.</exception>
    public async Task<KnownTypes> EnsureAsync(Fence fence, CancellationToken cancellationToken) =>
        await TakeAsync(fence, cancellationToken).ConfigureAwait(false) ?? throw await RefusalAsync(fence, default, cancellationToken).ConfigureAwait(false);

    /// <summary>The types that it knows; none when it is not there.</summary>
    public async Task<KnownTypes> TypesAsync(CancellationToken cancellationToken) =>
        await FindAsync($"MATCH (f:`{Names.Projection}` {{projection: $p}}) RETURN f.entityTypes, f.relationTypes", null, row => new KnownTypes(Texts(row[0]), Texts(row[1])), cancellationToken)
            .ConfigureAwait(false) ?? KnownTypes.None;

    /// <summary>The database that feeds the projection; empty when it is not there, or nothing is kept of that.</summary>
    public async Task<string> FedByAsync(CancellationToken cancellationToken) =>
        await FindAsync($"MATCH (f:`{Names.Projection}` {{projection: $p}}) RETURN coalesce(f.database, '')", null, row => row[0].GetString(), cancellationToken).ConfigureAwait(false) ?? "";

    /// <summary>Why a write was not applied.</summary>
    /// <param name="fence">The fence of the write.</param>
    /// <param name="least">The newest that this process has seen applied.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ThreeDbException> RefusalAsync(Fence fence, Fence least, CancellationToken cancellationToken) =>
        await FaultAsync(fence, least, cancellationToken).ConfigureAwait(false) ?? Fenced(fence.ToInt64(), fence);

    /// <summary>What speaks against a write; null when nothing does.</summary>
    /// <param name="fence">The fence of the write.</param>
    /// <param name="least">The newest that this process has seen applied.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ThreeDbException?> FaultAsync(Fence fence, Fence least, CancellationToken cancellationToken)
    {
        if (await FedByAsync(cancellationToken).ConfigureAwait(false) is var fedBy && context.IsForeign(fedBy))
        {
            return new ProjectionTakenException(context, fedBy);
        }

        var newest = await FindAsync($"MATCH (f:`{Names.Projection}` {{projection: $p}}) RETURN f.fence", null, row => new StrongBox<long>(row[0].GetInt64()), cancellationToken).ConfigureAwait(false);
        return newest is null ? Lost(owner)
            : newest.Value < least.ToInt64() ? new ProjectionLostException($"Neo4j lacks writes to '{owner}' that were applied: its database came back with an older state.")
            : newest.Value >= fence.ToInt64() ? Fenced(newest.Value, fence)
            : null;
    }

    /// <summary>What is thrown when the node is not there.</summary>
    public static ProjectionLostException Lost(string owner) => new($"Neo4j does not hold the projection '{owner}': it was dropped, or its database was emptied or replaced.");

    /// <summary>Removes all that belongs to the projection, in small transactions, the node last. A write that comes late finds no node and changes nothing.</summary>
    /// <exception cref="ProjectionFencedException">It has seen a newer fence; from then on nothing was removed.</exception>
    public async Task DropAsync(Fence fence, CancellationToken cancellationToken)
    {
        // Also where somebody removed the node: what is left is found by it.
        var isTaken = await TakeAsync(fence, cancellationToken).ConfigureAwait(false) is not null
            && await DropWhereAsync($"f.fence <= $fence AND {IsOwn}", fence, cancellationToken).ConfigureAwait(false);
        if (!isTaken && await FaultAsync(fence, default, cancellationToken).ConfigureAwait(false) is ProjectionFencedException fenced)
        {
            throw fenced;
        }
    }

    /// <summary>Removes what is to be taken over from another database, whose fences say nothing here.</summary>
    public Task DropStrangersAsync(CancellationToken cancellationToken) => DropWhereAsync("f.database = $takesOver", default, cancellationToken);

    // Null when it may not be written.
    private Task<KnownTypes?> TakeAsync(Fence fence, CancellationToken cancellationToken) =>
        FindAsync(
            $$"""
            MERGE (f:`{{Names.Projection}}` {projection: $p}) ON CREATE SET f.copy = randomUUID(), f.fence = $fence, f.entityTypes = [], f.relationTypes = []
            SET f.lock = true WITH f WHERE f.fence <= $fence AND {{IsOwn}}
            SET f.fence = $fence, f.database = CASE WHEN $database = '' THEN f.database ELSE $database END RETURN f.entityTypes, f.relationTypes
            """,
            fence,
            row => new KnownTypes(Texts(row[0]), Texts(row[1])),
            cancellationToken);

    // Each transaction locks the node before it compares, as writes do: what it removes no newer leader has met. Whether the node went, too.
    private async Task<bool> DropWhereAsync(string mayGo, Fence fence, CancellationToken cancellationToken)
    {
        // Relations first, so many at a time: those of a few hubs would be too much for one transaction, and it would fail again and again.
        const string Some = $"MATCH (n:{Names.Entity}) WHERE n.{Names.Owner} = $p WITH n LIMIT";
        var node = $"MATCH (f:`{Names.Projection}` {{projection: $p}}) SET f.lock = true WITH *";
        bool isAny;
        do
        {
            while (await FoundAsync(
                $"{Some} {DroppedAtOnce} MATCH (n)-[r]-() WITH DISTINCT r LIMIT {RelationsDroppedAtOnce} WITH collect(r) AS found {node} WHERE {mayGo} UNWIND found AS r DELETE r RETURN count(*)",
                fence, cancellationToken).ConfigureAwait(false))
            {
            }

            isAny = await FoundAsync(
                $"{Some} {DroppedAtOnce} WITH collect(n) AS found {node} WHERE {mayGo} UNWIND found AS n DETACH DELETE n RETURN count(*)", fence, cancellationToken).ConfigureAwait(false);
        }
        while (isAny);

        return await FoundAsync($"{node} WHERE {mayGo} DELETE f RETURN count(*)", fence, cancellationToken).ConfigureAwait(false);
    }

    // Whether a statement that counts did anything.
    private async Task<bool> FoundAsync(string statement, Fence fence, CancellationToken cancellationToken) =>
        await FindAsync(statement, fence, row => row[0].GetInt64() == 0 ? null : "some", cancellationToken).ConfigureAwait(false) is not null;

    private async Task<T?> FindAsync<T>(string statement, Fence? fence, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        T? found = null;
        await api.RunAsync(
            new Query(statement)
            {
                Parameters = chunks =>
                {
                    chunks.Json.WriteString("p"u8, owner);
                    chunks.Json.WriteString("database"u8, context.Compared);
                    chunks.Json.WriteString("takesOver"u8, context.TakesOver ?? "");
                    if (fence is { } given)
                    {
                        chunks.Json.WriteNumber("fence"u8, given.ToInt64());
                    }

                    return Task.CompletedTask;
                },
                OnRow = row =>
                {
                    found = read(row);
                    return true;
                },
            },
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    private ProjectionFencedException Fenced(long newest, Fence fence) => new($"Neo4j has seen the fence {newest} of '{owner}', which is not older than {fence.ToInt64()}.");

    private static IEnumerable<string> Texts(JsonElement json) => json.EnumerateArray().Select(text => text.GetString()!);
}
