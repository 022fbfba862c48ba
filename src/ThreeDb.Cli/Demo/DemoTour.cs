using System.Text.Json;
using ThreeDb.Client;
using ThreeDb.DebianCatalogue;

namespace ThreeDb.Cli;

/// <summary>The questions of the demo, each asked over HTTP, timed, and shown with the command that asks the same.</summary>
internal sealed class DemoTour(Call call, ThreeDbClient db)
{
    private static readonly string[] Needs = [CatalogueRelations.PreDepends, CatalogueRelations.Depends, CatalogueRelations.OnlyProvidedBy];
    private static readonly string Via = "--via " + string.Join(' ', Needs);

    private readonly List<DemoSection> _sections = [];

    public async Task<IReadOnlyList<DemoSection>> RunAsync()
    {
        var git = await SubjectAsync();
        await AskAsync("A record", $"get {git}", () => db.Entities.GetAsync(git, call.Token), (entity, screen) => EntityView.Draw(Short(entity!), screen));
        await AskAsync("Search by words", "search \"version control\" --type package --limit 5",
            () => db.QueryAsync(new Query { From = CatalogueTypes.Package, Limit = 5, Text = new TextLeg { Query = "version control", Highlight = true } }, call.Token), Draw);
        await AskAsync("Search by meaning", "search \"play chess against the computer\" --near --type package --limit 5",
            () => db.QueryAsync(new Query { From = CatalogueTypes.Package, Limit = 5, Near = new NearLeg { Text = "play chess against the computer" } }, call.Token), Draw);
        await SimilarAsync(await PresentAsync("package/nginx", git));
        await AskAsync("The graph, loaded into memory and compared with the tables", "graph verify", () => db.Graph.VerifyAsync(call.Token), GraphVerifyVerb.Draw);
        await AskAsync($"The dependency network of {NameOf(git)}", $"graph network {git} {Via} --direction out --depth 2 --limit 12",
            () => db.Graph.NetworkAsync(git, new Traversal { Via = Needs, Direction = Direction.Out, Depth = 2, Limit = 12 }, call.Token), GraphView.Draw);
        await PathAsync(await PresentAsync("package/gimp", "package/vim", git));
        var library = await PresentAsync("package/libssl3t64", "package/zlib1g", "package/libc6", git);
        await AskAsync($"What breaks if I remove {NameOf(library)}?", $"graph impact {library} {Via} --limit 8",
            () => db.Graph.ImpactAsync(library, new Traversal { Via = Needs, Limit = 8 }, call.Token), GraphView.Draw);
        await RankAsync();
        await CombinedAsync(library);
        await UpdateAsync(git);
        return _sections;
    }

    /// <summary>The package that most questions are about.</summary>
    public Task<string> SubjectAsync() => PresentAsync("package/git", "package/curl", "package/bash");

    private Task SimilarAsync(string id) => AskAsync($"Similar to {NameOf(id)}", $"similar {id} --limit 5",
        () => db.QueryAsync(new Query { From = CatalogueTypes.Package, Limit = 5, Near = new NearLeg { Entity = id } }, call.Token), Draw);

    private async Task PathAsync(string from)
    {
        var to = await PresentAsync("package/libgpg-error0", "package/libc6", from);
        await AskAsync($"How {NameOf(from)} comes to need {NameOf(to)}", $"graph path {from} {to} {Via} --direction out",
            async () => (await db.Graph.ShortestPathAsync(from, to, new Traversal { Via = Needs, Direction = Direction.Out }, call.Token)).Path,
            (path, screen) => GraphView.Draw(path, TraversalDefaults.PathDepth, screen));
    }

    private Task RankAsync()
    {
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank, On = new GraphSelection { Types = [CatalogueTypes.Package], Via = Needs }, Limit = 8 };
        return AskAsync("What everything rests on: packages by PageRank", $"graph rank --types {CatalogueTypes.Package} {Via} --limit 8",
            () => db.Graph.AnalyzeAsync(request, cancellationToken: call.Token), (analysis, screen) => AnalysisView.Draw(analysis, request, screen));
    }

    private async Task CombinedAsync(string library)
    {
        var query = new Query
        {
            From = CatalogueTypes.Package,
            Where = Filter.Parse("""{"section": {"in": ["net", "web", "httpd", "utils", "admin"]}}"""),
            Near = new NearLeg { Text = "transfer files between computers", Weight = 2 },
            Graph = new GraphLeg { From = library, Via = Needs, Direction = Direction.In, MaxDepth = 2, Mode = LegMode.Must },
            Limit = 5,
            Explain = true,
        };
        await AskAsync($"One query: section, meaning, and at most two steps from {NameOf(library)}",
            $"query '{JsonSerializer.Serialize(query, ThreeDbJson.Options)}'", () => db.QueryAsync(query, call.Token), Draw);
    }

    private async Task UpdateAsync(string id)
    {
        var stars = (await db.Entities.GetAsync(id, call.Token))!.Data.TryGetProperty("stars", out var given) && given.TryGetInt32(out var count) ? count + 1 : 1;
        await AskAsync("An update", $"put {id} --merge --data '{{\"stars\": {stars}}}'",
            () => db.Entities.MergeAsync(id, JsonElement.Parse($$"""{"stars": {{stars}}}"""), cancellationToken: call.Token),
            (write, screen) => screen.Line(EntityView.Outcome(write.Outcome, id, write.Entity.Version)));
        await AskAsync("Its history", $"history {id} --limit 5", () => db.History.ListAsync(id, 5, cancellationToken: call.Token), HistoryView.Draw);
        var last = ((HistoryPage)_sections[^1].Answer!).Items[0].Version;
        await AskAsync("What the update changed", $"history {id} --diff {last - 1} {last}", () => db.History.DiffAsync(id, last - 1, last, call.Token),
            (patch, screen) => HistoryView.Draw(patch, last - 1, last, screen));
    }

    private async Task AskAsync<T>(string name, string command, Func<Task<T>> ask, Action<T, Screen> draw)
    {
        var began = call.Shell.Time.GetTimestamp();
        var answer = await ask();
        var elapsed = call.Shell.Time.GetElapsedTime(began);
        _sections.Add(new DemoSection(name, command, Math.Round(elapsed.TotalMilliseconds, 2), answer));
        if (!call.Screen.IsJson)
        {
            call.Screen.Line();
            call.Screen.Line($"{call.Screen.Ink.Bold(Printable.Of(name))}  {call.Screen.Ink.Green(Quantity.Time(elapsed))}");
            call.Screen.Line(call.Screen.Ink.Dim($"$ {call.Shell.Command} {Printable.Of(command)}"));
            draw(answer, call.Screen);
            call.Screen.Flush();
        }
    }

    private static void Draw(QueryResult result, Screen screen) => HitView.Draw(result, result.Items.Count + 1, screen);

    // A part of the catalogue may lack a package.
    private async Task<string> PresentAsync(params string[] wanted)
    {
        var found = (await db.Entities.GetManyAsync(wanted, call.Token)).Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
        return wanted.FirstOrDefault(found.Contains)
            ?? (await db.Entities.ListAsync(new ListRequest { Type = CatalogueTypes.Package, Limit = 1 }, call.Token)).Items[0].Id;
    }

    private static string NameOf(string id) => id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    // On the screen a long description is cut; the JSON has all of it.
    private static Entity Short(Entity entity)
    {
        var data = System.Text.Json.Nodes.JsonObject.Create(entity.Data)!;
        if (data["description"]?.GetValue<string>() is { Length: > 120 } text)
        {
            data["description"] = text[..120] + " …";
        }

        return entity with { Data = JsonSerializer.SerializeToElement(data) };
    }
}
