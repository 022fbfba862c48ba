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

    private static readonly LimitOption Best = new(10, MostEntities - 1);

    public static IReadOnlyList<Command> Make() =>
    [
        new Command("similar", "The entities most like one, by the neighbours that they share; '3db similar' compares texts") { Id, Types, Via, Project, At, AnyWay, Alike.Option, Best.Option, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(SimilarAsync),
        new Command("suggest", "The entities that one should be related with: who to follow") { Id, Types, Via, Project, At, AnyWay, Link.Option, Best.Option, GraphFileOutput.Format, GraphFileOutput.Out }.Reads(SuggestAsync),
    ];

    private static async Task SimilarAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        var found = await call.Db.Graph.SimilarAsync(call.Get(Id), new SimilarityOptions
        {
            On = SelectionOf(call), Measure = Alike.Of(call), Direction = WayGiven(call) ?? Direction.Any, Limit = Best.Of(call),
        }, call.Token);
        await AnswerAsync(call, file, found, "Nothing shares a neighbour with it.");
    }

    private static async Task SuggestAsync(Call call)
    {
        var file = GraphFileOutput.Of(call);
        var found = await call.Db.Graph.SuggestAsync(call.Get(Id), new SuggestionOptions
        {
            On = SelectionOf(call), Measure = Link.Of(call), Direction = WayGiven(call) ?? Direction.Any, Limit = Best.Of(call),
        }, call.Token);
        await AnswerAsync(call, file, found, "Its neighbours suggest nobody.");
    }

    // In a file the entity itself stands first, without a score; what was found has no relation with it but for its neighbours.
    private static async Task AnswerAsync(Call call, GraphFileOutput? file, IReadOnlyList<ScoredEntity> found, string none)
    {
        if (file is null)
        {
            call.Screen.Answer(found, screen => AnalysisView.Draw(found, none, screen));
            return;
        }

        var content = await GraphFileContent.AmongAsync(call, [(call.Get(Id), double.NaN), .. found.Select(one => (one.Id, one.Score))], "score");
        await file.WriteAsync(call, content);
        if (found.Count == 0)
        {
            call.Screen.Note(none);
        }
    }
}
