using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Finds what stays in an engine when a projection is declared to go elsewhere. It is not dropped: others may still read it, and the change may be a slip.</summary>
internal static class LeftCopies
{
    private static readonly JsonElement NoSettings = JsonElement.Parse("{}");

    /// <summary>The copy that a change of the definition leaves behind; null when there is none.</summary>
    /// <param name="factories">Makers of projections, by kind.</param>
    /// <param name="context">Whose projection it is.</param>
    /// <param name="before">What it was; null for a new one.</param>
    /// <param name="now">What it is declared as now.</param>
    public static LeftCopy? Of(IReadOnlyDictionary<string, IProjectionFactory> factories, ProjectionContext context, ProjectionRecord? before, ProjectionDefinition now)
    {
        // What was never built with the settings of before is not there.
        if (before?.Progress is not { SettingsDone: > 0 } progress || progress.SettingsDone != before.SettingsVersion)
        {
            return null;
        }

        var old = before.Definition;
        var place = PlaceOf(factories, context, old);
        var isSame = old.Kind == now.Kind && (place is null ? JsonElement.DeepEquals(old.Settings ?? NoSettings, now.Settings ?? NoSettings) : place.Where == PlaceOf(factories, context, now)?.Where);
        return isSame ? null : new LeftCopy(
            old.Kind,
            place?.Where ?? $"what it made with the settings {(DeclaredSettings.Shown(old).Settings ?? NoSettings).GetRawText()}",
            place?.Drop ?? $"declare it there again, with the kind {old.Kind} and its settings of before; then '3db sync remove {context.Name} --confirm={context.Name}'; then add it anew");
    }

    private static CopyPlace? PlaceOf(IReadOnlyDictionary<string, IProjectionFactory> factories, ProjectionContext context, ProjectionDefinition definition) =>
        factories.TryGetValue(definition.Kind, out var factory) ? factory.PlaceOf(context, DeclaredSettings.ForConnector(definition.Settings ?? NoSettings)) : null;
}
