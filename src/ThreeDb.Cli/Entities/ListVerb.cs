using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db list</c>: entities by type and filter, in an order, page by page.</summary>
internal static class ListVerb
{
    private static readonly Option<string?> Type = new("--type") { Description = "Only this type", HelpName = "TYPE" };
    private static readonly Option<string?> Project = new("--project") { Description = "Only this project", HelpName = "PROJECT" };
    private static readonly Option<string[]> Where = WhereOption.Make();
    private static readonly Option<string[]> Order = new("--order") { Description = "A field to sort by, -field for descending; $id, $updatedAt … are the entity's own", HelpName = "FIELD" };
    private static readonly Option<string[]> Select = new("--select") { Description = "Only these fields of the data", HelpName = "FIELD", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<CountMode> Count = new("--count") { Description = "Count all matches", HelpName = "none|estimated|exact" };
    private static readonly LimitOption Limit = new(50);

    public static Command Make() => new Command("list", "List entities by type, fields and order")
    {
        Type, Project, Where, Order, Select, Count, Limit.Option, Paging.After, Paging.All,
    }.Reads(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var request = new ListRequest
        {
            Type = call.Get(Type),
            Project = call.Get(Project) ?? call.Target.Project,
            Where = WhereOption.Parse(call.Get(Where)),
            OrderBy = [.. (call.Get(Order) ?? []).Select(key => key.Length > 0 ? SortKey.Parse(key) : throw Usage.Fault("--order: a field is needed.", "3db list"))],
            Select = call.Get(Select) ?? [],
            Count = call.Get(Count),
            Limit = Limit.Of(call),
            After = call.Get(Paging.After),
        };
        if (call.Get(Paging.All))
        {
            await Paging.AllAsync(
                call, after => PageAsync(call, request with { Limit = Limit.Of(call, otherwise: ListRequest.MaxLimit), After = after ?? request.After }), EntityView.TableOf);
            return;
        }

        var page = await call.Db.Entities.ListAsync(request, call.Token);
        call.Screen.Answer(page, screen =>
        {
            Paging.Draw(screen, EntityView.TableOf(page.Items), page.Items.Count, page.Next, "entities");
            ScoreVerbs.NoteUnknown(page.UnknownScores, screen);
            if (page.Total is { } total)
            {
                screen.Note($"{(request.Count == CountMode.Estimated ? "approximately " : "")}{Quantity.Count(total)} in all.");
            }
        });
    }

    private static async Task<(IReadOnlyList<Entity>, string?)> PageAsync(Call call, ListRequest request)
    {
        var page = await call.Db.Entities.ListAsync(request, call.Token);
        ScoreVerbs.NoteUnknown(page.UnknownScores, call.Screen);
        return (page.Items, page.Next);
    }
}
