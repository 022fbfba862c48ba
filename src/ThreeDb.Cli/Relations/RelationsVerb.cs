using System.CommandLine;
using System.Globalization;

namespace ThreeDb.Cli;

/// <summary><c>3db relations</c>: the relations of an entity, or all.</summary>
internal static class RelationsVerb
{
    private static readonly Argument<string?> Id = new("ID") { Description = "The entity at one end; all relations without it", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<Direction> Way = new("--direction") { Description = "Whether it is the source or the target", HelpName = "out|in|any", DefaultValueFactory = _ => Direction.Any };
    private static readonly Option<string[]> Types = new("--type") { Description = "Only relations of this type", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
    private static readonly LimitOption Limit = new(100);

    public static Command Make() => new Command("relations", "List the relations of an entity") { Id, Way, Types, Limit.Option, Paging.After, Paging.All }.Reads(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var request = new RelationRequest(call.Get(Id))
        {
            Direction = call.Get(Way),
            Types = call.Get(Types) ?? [],
            Limit = Limit.Of(call, otherwise: call.Get(Paging.All) ? 1000 : null),
            After = call.Get(Paging.After),
        };
        if (call.Get(Paging.All))
        {
            await Paging.AllAsync(call, after => PageAsync(call, request with { After = after ?? request.After }), TableOf);
            return;
        }

        var page = await call.Db.Relations.ListAsync(request, call.Token);
        call.Screen.Answer(page, screen => Paging.Draw(screen, TableOf(page.Items), page.Items.Count, page.Next, "relations"));
    }

    private static async Task<(IReadOnlyList<Relation>, string?)> PageAsync(Call call, RelationRequest request)
    {
        var page = await call.Db.Relations.ListAsync(request, call.Token);
        return (page.Items, page.Next);
    }

    private static Table TableOf(IEnumerable<Relation> relations)
    {
        var table = new Table("FROM", "TYPE", "TO", "KEY", ">WEIGHT", "VALID", "DATA");
        foreach (var relation in relations)
        {
            table.Row(relation.From, relation.Type, relation.To, relation.Key, relation.Weight == 1 ? "" : relation.Weight.ToString(CultureInfo.InvariantCulture),
                relation.ValidFrom is null && relation.ValidTo is null ? "" : $"{Edge(relation.ValidFrom)} to {Edge(relation.ValidTo)}",
                relation.Data is { } data ? Printable.Short(EntityView.Compact(data), 200) : "");
        }

        return table;
    }

    private static string Edge(DateTimeOffset? time) => time is null ? "…" : Quantity.At(time);
}
