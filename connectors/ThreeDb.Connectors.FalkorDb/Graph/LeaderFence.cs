using System.Globalization;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The newest leader of a projection and the database that it feeds from, in a key of its own: compared when graphs take each other's place or go, which no query can do.</summary>
/// <remarks>
/// A script runs alone in the server. The key holds the fence in 19 digits, a blank and the database. Fences are compared as texts of equal length: numbers in scripts
/// have 53 bits only. What is another database's is answered with its identity, and nothing is done.
/// </remarks>
internal sealed class LeaderFence(IRespClient client, GraphNames names)
{
    private const string Look = """
        local value = redis.call('GET', KEYS[1]) or ''
        local held, owner = string.sub(value, 1, 19), string.sub(value, 21)
        local mine = owner == '' or ARGV[2] == '' or owner == ARGV[2]

        """;

    private const string Compare = """
        if not mine then return owner end
        if held > ARGV[1] then return 0 end
        if ARGV[2] ~= '' then owner = ARGV[2] end

        """;

    private const string TakeOver = """
        if not mine and owner == ARGV[3] then
          redis.call('DEL', KEYS[2], KEYS[3])
          held, owner, mine = '', '', true
        end

        """;

    private const string Set = "redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. owner) return 1";

    // No preparation comes between the attempts to swap, so a fence of theirs is there only when one of them has swapped. What lies in the place of the next graph since, a late write made.
    private const string Done = "if ARGV[4] ~= '' and held >= ARGV[4] then redis.call('DEL', KEYS[2]) return 1 end ";

    private const string Rename = "if redis.call('EXISTS', KEYS[2]) == 0 then return 2 end redis.call('RENAME', KEYS[2], KEYS[3]) ";
    private const string Drop = "redis.call('DEL', KEYS[1], KEYS[2], KEYS[3]) return 1";
    private const string DropNext = "redis.call('DEL', KEYS[2]) return 1";

    /// <summary>Locks older leaders out, and drops what is to be taken over.</summary>
    /// <exception cref="ProjectionFencedException">A newer one was here.</exception>
    /// <exception cref="ProjectionTakenException">Another database feeds it.</exception>
    public async Task TakeAsync(Fence fence, CancellationToken cancellationToken) =>
        Check(await RunAsync(Look + TakeOver + Compare + Set, fence, null, cancellationToken).ConfigureAwait(false), fence);

    /// <summary>Lets the next graph take the place of the current one, which is dropped. Does nothing when an attempt before has done it.</summary>
    /// <param name="fence">The fence of this attempt.</param>
    /// <param name="first">That of the first attempt; null when this is the first one.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ProjectionFencedException">A newer leader was here; nothing was done.</exception>
    /// <exception cref="ProjectionTakenException">Another database feeds it.</exception>
    /// <exception cref="ThreeDbException"><c>TDB7004</c>: there is no next graph.</exception>
    public async Task SwapAsync(Fence fence, Fence? first, CancellationToken cancellationToken)
    {
        if (Check(await RunAsync(Look + Compare + Done + Rename + Set, fence, first, cancellationToken).ConfigureAwait(false), fence) == 2)
        {
            throw names.NextIsMissing();
        }
    }

    /// <summary>Drops graphs and fence, unless they are another database's.</summary>
    /// <exception cref="ProjectionFencedException">A newer leader was here; nothing was done.</exception>
    public Task DropAsync(Fence fence, CancellationToken cancellationToken) => DropAsync(Drop, fence, cancellationToken);

    /// <summary>Drops the next graph, unless it is another database's.</summary>
    /// <exception cref="ProjectionFencedException">A newer leader was here; nothing was done.</exception>
    public Task DropNextAsync(Fence fence, CancellationToken cancellationToken) => DropAsync(DropNext, fence, cancellationToken);

    private async Task DropAsync(string drop, Fence fence, CancellationToken cancellationToken)
    {
        var answer = await RunAsync(Look + Compare + drop, fence, null, cancellationToken).ConfigureAwait(false);
        if (answer.Type == RespType.Integer)
        {
            Check(answer, fence);
        }
    }

    private Task<RespValue> RunAsync(string script, Fence fence, Fence? first, CancellationToken cancellationToken) => client.SendAsync(
        "EVAL",
        [script, "3", names.Fence, names.Next, names.Current, Text(fence), names.Context.Compared, names.Context.TakesOver ?? "", first is { } begun ? Text(begun) : ""],
        cancellationToken);

    private long Check(RespValue answer, Fence fence)
    {
        if (answer.Type != RespType.Integer)
        {
            names.Context.RequireOwn(answer.AsText());
        }

        return answer.AsInt64() is not 0 and var done ? done : throw new ProjectionFencedException($"A newer leader than {fence} works on '{names.Current}'.");
    }

    private static string Text(Fence fence) => fence.ToInt64().ToString("D19", CultureInfo.InvariantCulture);
}
