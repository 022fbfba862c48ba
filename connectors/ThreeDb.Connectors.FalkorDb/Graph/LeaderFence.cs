using System.Globalization;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The newest leader of a projection, in a key of its own: compared when graphs take each other's place, which no query can do.</summary>
/// <remarks>A script runs alone in the server. Fences are compared as texts of equal length: numbers in scripts have 53 bits only.</remarks>
internal sealed class LeaderFence(IRespClient client, GraphNames names)
{
    private const string Compare = "local held = redis.call('GET', KEYS[1]) if held and held > ARGV[1] then return 0 end ";
    private const string Set = "redis.call('SET', KEYS[1], ARGV[1]) return 1";
    private const string Rename = "if redis.call('EXISTS', KEYS[2]) == 0 then return 2 end redis.call('RENAME', KEYS[2], KEYS[3]) ";

    /// <summary>Locks older leaders out.</summary>
    /// <exception cref="ProjectionFencedException">A newer one was here.</exception>
    public async Task TakeAsync(Fence fence, CancellationToken cancellationToken) =>
        Check(await client.SendAsync("EVAL", [Compare + Set, "1", names.Fence, Text(fence)], cancellationToken).ConfigureAwait(false), fence);

    /// <summary>Lets the next graph take the place of the current one, which is dropped.</summary>
    /// <exception cref="ProjectionFencedException">A newer leader was here; nothing was done.</exception>
    /// <exception cref="ThreeDbException"><c>TDB7004</c>: there is no next graph.</exception>
    public async Task SwapAsync(Fence fence, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync("EVAL", [Compare + Rename + Set, "3", names.Fence, names.Next, names.Current, Text(fence)], cancellationToken).ConfigureAwait(false);
        Check(answer, fence);
        if (answer.AsInt64() == 2)
        {
            throw new ThreeDbException(ErrorCodes.ProjectionFailed, $"There is no graph '{names.Next}' that could take the place of '{names.Current}'.", "Begin the rebuild again: '3db sync rebuild'.");
        }
    }

    private void Check(RespValue answer, Fence fence)
    {
        if (answer.AsInt64() == 0)
        {
            throw new ProjectionFencedException($"A newer leader than {fence} works on '{names.Current}'.");
        }
    }

    private static string Text(Fence fence) => fence.ToInt64().ToString("D19", CultureInfo.InvariantCulture);
}
