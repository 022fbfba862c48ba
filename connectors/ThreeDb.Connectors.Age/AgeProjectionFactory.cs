using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Age;

/// <summary>Makes projections into Apache AGE: kind <c>age</c>.</summary>
/// <remarks>
/// Settings: <c>connectionString</c> (as Npgsql takes it, without a password; required), and <c>passwordFile</c> or <c>passwordVariable</c>.
/// </remarks>
public sealed class AgeProjectionFactory : IProjectionFactory
{
    /// <inheritdoc />
    public string Kind => "age";

    /// <inheritdoc />
    public IReadOnlyList<FieldError> Check(JsonElement settings) => AgeSettings.Check(settings);

    /// <inheritdoc />
    public IProjection Create(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new AgeProjection(context, AgeSettings.Read(settings));
    }

    /// <inheritdoc />
    public CopyPlace PlaceOf(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new CopyPlace($"the graph '{AgeNames.Graph(context.Tenant, context.Name)}' in {AgeSettings.Place(settings)}");
    }
}
