using System.CommandLine;
using static ThreeDb.Cli.GraphOptions;

namespace ThreeDb.Cli;

/// <summary>What relations add up to: <c>common</c>, <c>losses</c>, <c>cycles</c>, <c>order</c>.</summary>
internal static class StructuralVerbs
{
    private static readonly Argument<string> Other = new("OTHER") { Description = "The other entity" };
    private static readonly Option<string[]> Roots = new("--roots") { Description = "Where to begin (default: every entity that nothing leads to)", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Through = new("--through") { Description = "Only circles through this entity", HelpName = "ID" };
    private static readonly Option<int?> MaxLength = new("--max-length") { Description = "How many steps a circle has at most, up to 20 (default 6)", HelpName = "N" };
    private static readonly Option<bool> TargetsFirst = new("--targets-first") { Description = "What is depended on comes before what depends on it" };

    private static readonly Option<bool> All = new("--all") { Description = "All of it, however long; with --json one line for each entity (NDJSON)" };
    private static readonly LimitOption Circles = new(new CycleOptions().Limit);

    public static IReadOnlyList<Command> Make() =>
    [
        new Command("common", "The entities one step away from both of two, most connected first") { Id, Other, Via, AnyWay, At, Limit.Option, Explain }.Reads(CommonAsync),
        new Command("losses", "What could no longer be reached if an entity went") { Id, Roots, Via, At, Limit.Option }.Reads(LossesAsync),
        new Command("cycles", "Circles, through an entity or anywhere") { Through, Via, At, MaxLength, Circles.Option }.Reads(CyclesAsync),
        new Command("order", "An order in which every entity comes before those that its relations lead to") { Via, At, TargetsFirst, PartLimit.Option, All }.Reads(OrderAsync),
    ];

    private static async Task CommonAsync(Call call)
    {
        var common = await call.Db.Graph.CommonNeighborsAsync(call.Get(Id), call.Get(Other), WalkVerbs.Walk(call), call.Token);
        call.Screen.Answer(common, screen =>
        {
            StructuralView.Draw(common, screen);
            Told(screen, common);
        });
    }

    private static async Task LossesAsync(Call call)
    {
        var losses = await call.Db.Graph.LossesAsync(call.Get(Id), new LossOptions
        {
            Roots = call.Get(Roots) ?? [], Via = NamesOf(call, Via), At = AtOf(call), Limit = Limit.Of(call),
        }, call.Token);
        call.Screen.Answer(losses, screen =>
        {
            StructuralView.Draw(losses, screen);
            Told(screen, losses);
        });
    }

    private static async Task CyclesAsync(Call call)
    {
        var usual = new CycleOptions();
        var cycles = await call.Db.Graph.CyclesAsync(new CycleOptions
        {
            Through = call.Get(Through), Via = NamesOf(call, Via), At = AtOf(call), MaxLength = call.Get(MaxLength) ?? usual.MaxLength, Limit = Circles.Of(call),
        }, call.Token);
        call.Screen.Answer(cycles, screen =>
        {
            StructuralView.Draw(cycles, screen);
            Told(screen, cycles);
        });
    }

    private static async Task OrderAsync(Call call)
    {
        PartLimit.RefuseBeside(call, All);
        var options = new OrderOptions { Via = NamesOf(call, Via), At = AtOf(call), TargetsFirst = call.Get(TargetsFirst), Limit = PartLimit.Of(call) };
        if (call.Get(All))
        {
            await StreamView.PrintAsync(call.Screen, call.Db.Graph.WholeOrderAsync(options, call.Token), node => $"{Printable.Of(node.Id)}\t{node.Type}\t{Printable.Of(node.Title ?? "")}");
            return;
        }

        var order = await call.Db.Graph.OrderAsync(options, call.Token);
        call.Screen.Answer(order, screen =>
        {
            StructuralView.Draw(order, screen);
            Told(screen, order);
        });
    }
}
