using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Makes the projection that a definition speaks of.</summary>
internal static class ProjectionMaker
{
    private static readonly JsonElement NoSettings = JsonElement.Parse("{}");

    /// <summary>Every fault of kind and settings.</summary>
    public static IReadOnlyList<FieldError> Faults(IReadOnlyDictionary<string, IProjectionFactory> factories, ProjectionDefinition definition)
    {
        if (!factories.TryGetValue(definition.Kind, out var factory))
        {
            var kinds = factories.Keys.Order(StringComparer.Ordinal).ToList();
            return [new FieldError("/kind", kinds.Count == 0
                ? "this server has no connectors"
                : $"'{definition.Kind}' is no kind of engine{Nearest.Hint(definition.Kind, kinds)}; there are {string.Join(", ", kinds)}")];
        }

        return [.. factory.Check(definition.Settings ?? NoSettings).Select(fault => new FieldError("/settings" + fault.Pointer, fault.Detail))];
    }

    /// <exception cref="ThreeDbException"><c>TDB7006</c>.</exception>
    public static IProjection Make(IReadOnlyDictionary<string, IProjectionFactory> factories, ProjectionContext context, ProjectionDefinition definition)
    {
        var faults = Faults(factories, definition);
        return faults.Count == 0
            ? factories[definition.Kind].Create(context, definition.Settings ?? NoSettings)
            : throw new ThreeDbException(ErrorCodes.InvalidProjection, $"The projection '{context.Name}' cannot be made: {faults[0].Pointer} {faults[0].Detail}.", errors: faults);
    }
}
