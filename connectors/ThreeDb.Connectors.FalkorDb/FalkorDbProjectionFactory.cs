using System.Text.Json;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Makes projections into FalkorDB.</summary>
/// <remarks>Settings are those that all servers with RESP have in common (<see cref="RespSettings"/>): <c>{"url": "redis://127.0.0.1:6379"}</c>.</remarks>
public sealed class FalkorDbProjectionFactory : IProjectionFactory
{
    /// <inheritdoc />
    public string Kind => "falkordb";

    /// <inheritdoc />
    public IReadOnlyList<FieldError> Check(JsonElement settings) => RespSettings.Check(settings);

    /// <inheritdoc />
    public IProjection Create(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new FalkorDbProjection(RespSettings.Read(settings), context);
    }

    /// <inheritdoc />
    public CopyPlace PlaceOf(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (names, address) = (GraphNames.Of(context), RespSettings.Address(settings));
        return new CopyPlace($"the graph '{names.Current}' at {address}", $"redis-cli -u {address} DEL {names.Current} {names.Next} {names.Fence}");
    }
}
