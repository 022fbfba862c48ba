using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the JSON form of projections, as a person wrote it.</summary>
public static class ProjectionJson
{
    private static readonly string[] Members = ["kind", "settings", "rules"];

    /// <summary>Reads a definition as far as it can be read. Every fault of its form stands in <see cref="ProjectionDefinition.Faults"/>; <see cref="ISync.PutAsync"/> adds those of what the values mean.</summary>
    public static ProjectionDefinition Read(JsonElement json)
    {
        var faults = new List<FieldError>();
        var o = new GatheringObject(json, "", faults, Members);
        var definition = new ProjectionDefinition
        {
            Kind = o.RequiredText("kind") ?? "",
            Settings = o.Any("settings"),
            Rules = o.Any("rules") is { } rules ? SyncRulesJson.Read(rules, "/rules", faults) : null,
        };
        if (definition.Settings is { ValueKind: not JsonValueKind.Object })
        {
            faults.Add(new FieldError("/settings", "is an object"));
        }

        return definition with { Faults = faults };
    }

    /// <summary>Reads a question to an engine.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1013</c>, <c>TDB1010</c>.</exception>
    public static RoutedQuery ReadQuery(JsonElement json)
    {
        var o = new StrictObject(json, "", ErrorCodes.InvalidQuery, "cypher", "parameters", "limit", "timeoutSeconds", "atLeast", "waitSeconds")
        {
            Hint = "Correct the members listed in 'errors'; docs/guide/projections.md shows how to ask the engine of a projection.",
        };
        var usual = new RoutedQuery { Cypher = o.RequiredText("cypher") };
        return usual with
        {
            Parameters = o.Any("parameters") switch
            {
                null or { ValueKind: JsonValueKind.Null } => null,
                { ValueKind: JsonValueKind.Object } values => values.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal),
                _ => throw o.Fault("/parameters", "'parameters' is an object."),
            },
            Limit = o.Integer("limit", 1, 10_000) ?? usual.Limit,
            TimeoutSeconds = Seconds(o, "timeoutSeconds", least: 0.001) ?? usual.TimeoutSeconds,
            AtLeast = o.Text("atLeast") is { } position ? new Position(position) : null,
            WaitSeconds = Seconds(o, "waitSeconds", least: 0) ?? usual.WaitSeconds,
        };
    }

    private static double? Seconds(StrictObject o, string name, double least) => o.Number(name) is not { } number ? null
        : number >= least && number <= 60 ? number : throw o.Fault("/" + name, $"'{name}' is {(least > 0 ? "more than 0 and" : "0 to")} at most 60 seconds, not {number}.");
}
