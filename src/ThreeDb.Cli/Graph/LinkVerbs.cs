using System.CommandLine;
using static ThreeDb.Cli.GraphOptions;

namespace ThreeDb.Cli;

/// <summary>What neighbours say about an entity: <c>similar</c>, <c>suggest</c>.</summary>
internal static class LinkVerbs
{
    private static readonly WordOption<SimilarityMeasure> Alike = new("--measure", "How neighbourhoods are compared",
        ("jaccard", SimilarityMeasure.Jaccard), ("overlap", SimilarityMeasure.Overlap), ("adamicAdar", SimilarityMeasure.AdamicAdar));

    private static readonly WordOption<LinkMeasure> Link = new("--measure", "What speaks for a relation",
        ("adamicAdar", LinkMeasure.AdamicAdar), ("commonNeighbors", LinkMeasure.CommonNeighbors), ("resourceAllocation", LinkMeasure.ResourceAllocation),
        ("preferentialAttachment", LinkMeasure.PreferentialAttachment));

    public static IReadOnlyList<Command> Make() =>
    [
        new Command("similar", "The entities most like one, by the neighbours that they share; '3db similar' compares texts") { Id, Types, Via, Project, At, Way, Alike.Option, Paging.Limit }.Reads(SimilarAsync),
        new Command("suggest", "The entities that one should be related with: who to follow") { Id, Types, Via, Project, At, Way, Link.Option, Paging.Limit }.Reads(SuggestAsync),
    ];

    private static async Task SimilarAsync(Call call)
    {
        var found = await call.Db.Graph.SimilarAsync(call.Get(Id), new SimilarityOptions
        {
            On = SelectionOf(call), Measure = Alike.Of(call), Direction = call.Get(Way) ?? Direction.Any, Limit = Paging.LimitOf(call, 10, MostEntities),
        }, call.Token);
        call.Screen.Answer(found, screen => AnalysisView.Draw(found, "Nothing shares a neighbour with it.", screen));
    }

    private static async Task SuggestAsync(Call call)
    {
        var found = await call.Db.Graph.SuggestAsync(call.Get(Id), new SuggestionOptions
        {
            On = SelectionOf(call), Measure = Link.Of(call), Direction = call.Get(Way) ?? Direction.Any, Limit = Paging.LimitOf(call, 10, MostEntities),
        }, call.Token);
        call.Screen.Answer(found, screen => AnalysisView.Draw(found, "Its neighbours suggest nobody.", screen));
    }
}
