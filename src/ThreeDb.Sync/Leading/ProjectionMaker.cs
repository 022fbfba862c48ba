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

        var settings = definition.Settings ?? NoSettings;
        return [.. factory.Check(DeclaredSettings.ForConnector(settings)).Concat(DeclaredSettings.Faults(settings)).Select(fault => new FieldError("/settings" + fault.Pointer, fault.Detail))];
    }

    /// <summary>Makes it. What was declared before passwords in addresses were refused goes on working.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7006</c>.</exception>
    public static IProjection Make(IReadOnlyDictionary<string, IProjectionFactory> factories, ProjectionContext context, ProjectionDefinition definition)
    {
        var settings = definition.Settings ?? NoSettings;
        var faults = Faults(factories, definition with { Settings = DeclaredSettings.WithoutPasswords(settings) });
        return faults.Count == 0
            ? factories[definition.Kind].Create(context with { TakesOver = DeclaredSettings.TakenOver(settings) }, DeclaredSettings.ForConnector(settings))
            : throw new ThreeDbException(ErrorCodes.InvalidProjection, $"The projection '{context.Name}' cannot be made: {faults[0].Pointer} {faults[0].Detail}.", errors: faults);
    }
}
