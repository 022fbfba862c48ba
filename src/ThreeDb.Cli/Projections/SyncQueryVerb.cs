using System.CommandLine;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary><c>3db sync query</c>: a read query in Cypher, answered by the engine of a projection.</summary>
internal static class SyncQueryVerb
{
    private static readonly Argument<string> Cypher = new("CYPHER") { Description = "The query; it may only read" };
    private static readonly Option<string[]> Param = new("--param") { Description = "A value for $name in the query: name=value, where the value is JSON or plain text", HelpName = "NAME=VALUE" };
    private static readonly Option<double?> Timeout = new("--timeout") { Description = "How many seconds the engine may take, up to 60 (default 5)", HelpName = "SECONDS" };
    private static readonly LimitOption Limit = new(100, 10_000);

    public static Command Make() =>
        new Command("query", "Ask the engine of a projection a read query in Cypher") { SyncVerbs.Name, Cypher, Param, Timeout, Limit.Option }.Reads(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var query = new RoutedQuery { Cypher = call.Get(Cypher), Parameters = Parameters(call), Limit = Limit.Of(call) };
        query = call.Get(Timeout) is { } seconds ? query with { TimeoutSeconds = seconds } : query;
        var answer = await call.Db.Sync.QueryAsync(call.Get(SyncVerbs.Name), query, call.Token);
        call.Screen.Answer(answer, screen =>
        {
            if (answer.Rows.Count > 0)
            {
                var table = new Table([.. answer.Columns]);
                foreach (var row in answer.Rows)
                {
                    table.Row([.. row.Select(Cell)]);
                }

                screen.Print(table);
            }

            screen.Note($"{Quantity.Count(answer.Rows.Count, "row", "rows")}{(answer.Truncated ? $", and there are more (--limit {Math.Min(10_000, query.Limit * 10)})" : "")}. "
                + $"{answer.Engine} answered in {Quantity.Milliseconds(answer.Milliseconds)}; it was {(answer.LagSeconds is { } lag ? Quantity.Time(TimeSpan.FromSeconds(lag)) : "an unknown time")} behind.");
        });
    }

    private static Dictionary<string, JsonElement>? Parameters(Call call)
    {
        if (call.Get(Param) is not { Length: > 0 } texts)
        {
            return null;
        }

        var parameters = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !parameters.TryAdd(text[..at], Value(text[(at + 1)..])))
            {
                throw Usage.Fault(at < 1 ? $"--param: '{Printable.Short(text)}' is not of the form name=value." : $"--param: '{Printable.Short(text[..at])}' is given twice.", "3db sync query");
            }
        }

        return parameters;
    }

    private static JsonElement Value(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text, ThreeDbJson.Options);
        }
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
