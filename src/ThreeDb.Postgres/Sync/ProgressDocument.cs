using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ThreeDb.Sync;

namespace ThreeDb.Postgres;

/// <summary>A projection's progress as it is stored in <c>projection.progress</c>: without the part that stands in columns, because SQL compares it.</summary>
internal static class ProgressDocument
{
    private static readonly HashSet<string> Columns =
    [
        nameof(ProjectionProgress.Checkpoint), nameof(ProjectionProgress.DatabaseEpoch), nameof(ProjectionProgress.SettingsDone), nameof(ProjectionProgress.RulesDone),
        nameof(ProjectionProgress.RebuildsDone), nameof(ProjectionProgress.ReconcilesDone),
    ];

    private static readonly JsonSerializerOptions Options = new(ThreeDbJson.Options) { TypeInfoResolver = ThreeDbJson.Options.TypeInfoResolver!.WithAddedModifier(LeaveOutColumns) };

    public static PgJson Write(ProjectionProgress progress) => new(JsonSerializer.SerializeToUtf8Bytes(progress, Options));

    /// <summary>The progress, without what stands in columns.</summary>
    public static ProjectionProgress Read(JsonElement document) => document.Deserialize<ProjectionProgress>(Options)!;

    private static void LeaveOutColumns(JsonTypeInfo type)
    {
        for (var i = type.Type == typeof(ProjectionProgress) ? type.Properties.Count - 1 : -1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider is MemberInfo member && Columns.Contains(member.Name))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
