using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>What a projection is.</summary>
/// <param name="Kind">The kind of engine: falkordb, neo4j, age, valkey.</param>
/// <param name="Settings">How to reach the engine; members depend on the kind. Secrets by passwordFile or passwordVariable.</param>
/// <param name="Rules">What goes there and how; everything, unchanged, when absent.</param>
internal sealed record ProjectionForm(string Kind, JsonElement? Settings = null, SyncRules? Rules = null);

/// <summary>A question to an engine.</summary>
/// <param name="Cypher">A read query in Cypher.</param>
/// <param name="Parameters">Values for $name in the query.</param>
/// <param name="Limit">The largest number of rows: 1 to 10,000; default 100.</param>
/// <param name="TimeoutSeconds">How long the engine may take: up to 60 s; default 5 s.</param>
/// <param name="AtLeast">What the projection must have applied before it is asked; the same as the parameter.</param>
/// <param name="WaitSeconds">How long to wait for that: 0 to 60 s; default 2 s.</param>
internal sealed record RoutedQueryForm(
    string Cypher, IReadOnlyDictionary<string, JsonElement>? Parameters = null, int? Limit = null, double? TimeoutSeconds = null, Position? AtLeast = null, double? WaitSeconds = null);

/// <summary>Names keys that could not be applied.</summary>
/// <param name="Letters">Their numbers; all of them when absent.</param>
/// <param name="All">True when all of them are meant. To forget all of them this has to be said; to try them again it need not be.</param>
internal sealed record LettersForm(IReadOnlyList<long>? Letters = null, bool? All = null)
{
    public static IReadOnlyList<long>? Read(JsonElement json, bool needsAll)
    {
        var o = new StrictObject(json, "", ErrorCodes.InvalidParameter, "letters", "all");
        var letters = Numbers(o);
        var all = o.Flag("all") ?? false;
        return letters is not null && all ? throw o.Fault("/all", "Give 'letters' or 'all', not both.")
            : letters is null && needsAll && !all ? throw o.Fault("/letters", "Name keys by 'letters', or give 'all': true to forget all of them.")
            : letters;
    }

    private static IReadOnlyList<long>? Numbers(StrictObject o) => o.Any("letters") switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Array } items => [.. items.EnumerateArray().Select((item, i) => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number)
            ? number
            : throw o.Fault($"/letters/{i}", "'letters' is an array of whole numbers."))],
        _ => throw o.Fault("/letters", "'letters' is an array of whole numbers."),
    };
}

/// <summary>The projections of a tenant.</summary>
/// <param name="Items">By name.</param>
internal sealed record ProjectionsAnswer(IReadOnlyList<ProjectionStatus> Items);

/// <summary>Comparisons of a projection with the source.</summary>
/// <param name="Items">Newest first.</param>
internal sealed record ReportsAnswer(IReadOnlyList<ReconcileReport> Items);

/// <summary>Keys that could not be applied.</summary>
/// <param name="Items">Oldest first.</param>
internal sealed record DeadLettersAnswer(IReadOnlyList<DeadLetter> Items);

/// <summary>How many keys an order concerns.</summary>
/// <param name="Count">The number.</param>
internal sealed record LettersAnswer(int Count);
