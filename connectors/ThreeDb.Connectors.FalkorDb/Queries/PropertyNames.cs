using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The names of the properties of one graph by their numbers, which compact answers give instead.</summary>
/// <param name="Identity">Which graph: after a rebuild another one answers under the same key, with other numbers.</param>
/// <param name="Names">The names, in order of their numbers. Names are only ever added.</param>
internal sealed record PropertyNames(string? Identity, IReadOnlyList<string> Names)
{
    public static PropertyNames None { get; } = new(null, []);

    /// <summary>Tells graphs of one key apart.</summary>
    public static async Task<string> IdentityAsync(IRespClient client, string key, CancellationToken cancellationToken)
    {
        var answer = new CompactAnswer(await client.SendAsync(
            "GRAPH.RO_QUERY", [key, $"MATCH (f:`{FalkorDbGraph.FenceLabel}`) RETURN f.identity", "--compact"], cancellationToken).ConfigureAwait(false));
        return answer.Rows is [var row, ..] && CompactValue.Read(row.Items[0]) is { Kind: Projections.Graph.GraphValueKind.String } identity ? identity.AsString : "";
    }

    public static async Task<PropertyNames> ReadAsync(IRespClient client, string key, CancellationToken cancellationToken)
    {
        var before = IdentityAsync(client, key, cancellationToken);
        var naming = client.SendAsync("GRAPH.RO_QUERY", [key, "CALL db.propertyKeys()", "--compact"], cancellationToken);
        var after = IdentityAsync(client, key, cancellationToken);
        await Task.WhenAll(before, naming, after).ConfigureAwait(false);
        var identity = await before.ConfigureAwait(false);
        var answer = new CompactAnswer(await naming.ConfigureAwait(false));
        return identity == await after.ConfigureAwait(false)
            ? new PropertyNames(identity, [.. answer.Rows.ToArray().Select(row => CompactValue.Read(row.Items[0]).AsString)])
            : None;
    }
}
