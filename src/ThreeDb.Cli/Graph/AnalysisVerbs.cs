using System.CommandLine;
using static ThreeDb.Cli.GraphOptions;

namespace ThreeDb.Cli;

/// <summary>Algorithms over the graph: <c>rank</c>, <c>communities</c>, and <c>analyze</c> for all of them.</summary>
internal static class AnalysisVerbs
{
    private static readonly WordOption<GraphAlgorithm> Rank = new("--by", "What makes an entity important",
        ("pageRank", GraphAlgorithm.PageRank), ("degree", GraphAlgorithm.Degree), ("betweenness", GraphAlgorithm.Betweenness), ("closeness", GraphAlgorithm.Closeness),
        ("harmonic", GraphAlgorithm.Harmonic), ("eigenvector", GraphAlgorithm.Eigenvector), ("kCore", GraphAlgorithm.KCore), ("triangles", GraphAlgorithm.Triangles),
        ("clustering", GraphAlgorithm.Clustering));

    private static readonly WordOption<GraphAlgorithm> Groups = new("--by", "What makes a group",
        ("louvain", GraphAlgorithm.Louvain), ("leiden", GraphAlgorithm.Leiden), ("labels", GraphAlgorithm.LabelPropagation), ("weak", GraphAlgorithm.WeakComponents),
        ("strong", GraphAlgorithm.StrongComponents));

    private static readonly Argument<string> Question = new(JsonInput.Form) { Description = "What to run, for example {\"algorithm\": \"similarity\", \"on\": {\"types\": [\"user\"]}}" };
    private static readonly Option<string[]> From = new("--from") { Description = "pageRank: importance as seen from these entities", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<double?> Damping = new("--damping") { Description = "pageRank: the share that follows relations (default 0.85)", HelpName = "X" };
    private static readonly Option<int?> Iterations = new("--iterations") { Description = "How many rounds at most", HelpName = "N" };
    private static readonly Option<double?> Tolerance = new("--tolerance") { Description = "pageRank, eigenvector: a round that changes less than this in all is the last one; 0 runs every round (default 1e-6)", HelpName = "X" };
    private static readonly Option<int?> Samples = new("--samples") { Description = "betweenness: from how many entities to look, at random", HelpName = "N" };
    private static readonly Option<double?> Resolution = new("--resolution") { Description = "louvain, leiden: above 1 gives smaller communities (default 1)", HelpName = "X" };
    private static readonly Option<int?> Seed = new("--seed") { Description = "What random choices come from (default 1)", HelpName = "N" };
    private static readonly Option<string?> SaveAs = new("--save-as") { Description = "Save the score of every entity under this name, for lists and searches: $score.NAME", HelpName = "NAME" };
    private static readonly Option<bool> All = new("--all") { Description = "The score of every entity, as they come, or a file of all; with --json one line for each (NDJSON)" };

    private static readonly LimitOption Best = new(20, MostEntities, "--all takes everything");

    public static IReadOnlyList<Command> Make() =>
    [
        new Command("rank", "The most important entities, by PageRank unless --by says otherwise: influential users")
        {
            Rank.Option, Types, Via, Project, At, RankedWay, Weighted, From, Damping, Iterations, Tolerance, Samples, Seed, SaveAs, Best.Option, All, GraphFileOutput.Format, GraphFileOutput.Out,
        }.Reads(call => RunAsync(call, Request(call, Rank.Of(call)) with
        {
            From = call.Get(From) ?? [], Damping = call.Get(Damping) ?? 0.85, Tolerance = call.Get(Tolerance) ?? 1e-6, Samples = call.Get(Samples), Direction = WayGiven(call),
        })),
        new Command("communities", "Groups that belong together, by Louvain unless --by says otherwise: circles of users")
        {
            Groups.Option, Types, Via, Project, At, Weighted, Iterations, Resolution, Seed, SaveAs, Best.Option, All, GraphFileOutput.Format, GraphFileOutput.Out,
        }.Reads(call => RunAsync(call, Request(call, Groups.Of(call)) with { Resolution = call.Get(Resolution) ?? 1 })),
        new Command("analyze", "Run any algorithm, as POST /v1/graph/analyses takes it") { Question, All }.Reads(async call =>
            await RunAsync(call, GraphJson.ReadAnalysis(await JsonInput.ReadAsync(call, call.Get(Question))))),
    ];

    private static AnalysisRequest Request(Call call, GraphAlgorithm algorithm) => new()
    {
        Algorithm = algorithm,
        On = SelectionOf(call),
        Weighted = call.Get(Weighted),
        Iterations = call.Get(Iterations),
        Seed = call.Get(Seed) ?? 1,
        SaveAs = call.Get(SaveAs),
        Limit = Best.Of(call),
    };

    private static async Task RunAsync(Call call, AnalysisRequest request)
    {
        Best.RefuseBeside(call, All);
        var file = GraphFileOutput.Of(call);
        var isAll = call.Get(All);
        if (file is not null && (isAll || AnalysisKinds.HasGroups(request.Algorithm)))
        {
            var (content, count) = await AnalysisFile.WholeAsync(call, request, isAll);
            await file.WriteAsync(call, content);
            AnalysisView.Saved(call.Screen, request, count);
            return;
        }

        if (isAll)
        {
            var count = await StreamView.PrintAsync(call.Screen, call.Db.Graph.ScoresAsync(request, cancellationToken: call.Token), score => $"{Printable.Of(score.Id)}\t{AnalysisView.Number(score.Score)}");
            AnalysisView.Saved(call.Screen, request, count);
            return;
        }

        // Where nobody sees a bar, a note says that it waits.
        var analysis = !call.Screen.MayAnimate ? await call.Db.Graph.AnalyzeAsync(request, call.Screen.IsJson ? null : new PlaceNote(call.Screen), call.Token) : await ProgressBoard.RunAsync(call, async board =>
        {
            var part = board.Begin(StrictObject.WordOf(request.Algorithm), 100, ProgressUnit.Share);
            var done = await call.Db.Graph.AnalyzeAsync(request, new ShareProgress(part), call.Token);
            part.Finish(100);
            return done;
        });
        if (file is not null)
        {
            await file.WriteAsync(call, await AnalysisFile.BestAsync(call, analysis));
            AnalysisView.Saved(call.Screen, request, analysis.Saved);
            return;
        }

        call.Screen.Answer(analysis, screen => AnalysisView.Draw(analysis, request, screen));
    }

    // The bar stands still meanwhile: its name says why.
    private sealed class ShareProgress(ProgressPart part) : IAnalysisProgress
    {
        public void Report(double value)
        {
            part.Describe(null);
            part.Report(value * 100);
        }

        public void Queued(int place) => part.Describe($"waits, number {Quantity.Count(place)} in the queue");
    }

    private sealed class PlaceNote(Screen screen) : IAnalysisProgress
    {
        public void Report(double value)
        {
        }

        public void Queued(int place) => screen.Say($"It waits for its turn: number {Quantity.Count(place)} in the queue.");
    }
}
