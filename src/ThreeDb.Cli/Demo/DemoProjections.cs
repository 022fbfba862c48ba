using System.Text.Json;
using System.Text.Json.Serialization;
using ThreeDb.Client;
using ThreeDb.DebianCatalogue;

namespace ThreeDb.Cli;

/// <summary>Copies the catalogue into other engines and asks each of them, and PostgreSQL, for the same network.</summary>
internal sealed class DemoProjections(Call call, ThreeDbClient db, DemoEngines engines)
{
    private const string Cache = "valkey";

    // Apache AGE walks fixed steps by its indexes, but a path of variable length by loading the graph; the others are fast at both.
    private const string Cypher =
        "MATCH (p:package {_id: $id})-[:DEPENDS]->(n) WHERE n._type IS NOT NULL RETURN n._id AS id "
        + "UNION MATCH (p:package {_id: $id})-[:DEPENDS]->(m)-[:DEPENDS]->(n) WHERE n._type IS NOT NULL RETURN n._id AS id";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public async Task<IReadOnlyList<EngineAnswer>> RunAsync(IReadOnlyList<string> kinds, string id)
    {
        foreach (var kind in kinds)
        {
            await AddAsync(kind);
        }

        // Each engine has to have seen this write before it answers.
        var written = await db.Entities.CreateAsync("demo", Json(new { asked = id }), "demo/engines", new CreateOptions { OnConflict = ConflictPolicy.Replace }, call.Token);
        using var view = db.AtLeast(written.Position, TimeSpan.FromSeconds(60));
        var (expected, milliseconds) = await TimedAsync(async () => (await view.Graph.NetworkAsync(
            id, new Traversal { Via = [CatalogueRelations.Depends], Direction = Direction.Out, Depth = 2, Limit = 10_000 }, call.Token))
            .Nodes.Select(node => node.Id).Where(node => node != id).ToHashSet(StringComparer.Ordinal));
        var answers = new List<EngineAnswer> { new("PostgreSQL", "live", expected.Count, true, milliseconds, 0, null) };
        foreach (var kind in kinds)
        {
            answers.Add(await AskAsync(kind, id, expected, view));
        }

        Draw(answers, id);
        return answers;
    }

    private async Task AddAsync(string kind)
    {
        JsonElement settings;
        await using (var progress = new ProvisionDisplay(call.Screen, call.Shell))
        {
            settings = await engines.EnsureAsync(kind, call, progress);
        }

        // Settings that change make the copy anew: what was said once stays, and only the engine that names the other database is told to take over.
        var before = (await db.Sync.ListAsync(call.Token)).FirstOrDefault(status => status.Name == NameOf(kind));
        var named = call.Get(DemoTakeOver.Option);
        var taken = named is not null && DemoTakeOver.From(before?.Remedy) == named ? named : DemoTakeOver.Stored(before?.Definition.Settings);
        await CopyAsync(kind, DemoTakeOver.Into(settings, taken));
        if (named is not null && named != taken && DemoTakeOver.From((await db.Sync.GetAsync(NameOf(kind), call.Token)).Remedy) == named)
        {
            await CopyAsync(kind, DemoTakeOver.Into(settings, named));
        }
    }

    private async Task CopyAsync(string kind, JsonElement settings)
    {
        await db.Sync.PutAsync(NameOf(kind), new ProjectionDefinition { Kind = kind, Settings = settings }, call.Token);
        await ProgressBoard.RunAsync(call, async board =>
        {
            var part = board.Begin($"copy into {kind}", unit: ProgressUnit.Share);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Token);
            try
            {
                await db.Sync.LiveAsync(NameOf(kind), Patience, new StatusProgress(part, call) { OnLongStall = patience.Cancel }, call.Shell.Time, patience.Token);
            }
            catch (OperationCanceledException) when (!call.Token.IsCancellationRequested)
            {
                // It stands still: what it is, and why, is in the answer.
            }

            part.Finish();
            return kind;
        });
    }

    private async Task<EngineAnswer> AskAsync(string kind, string id, HashSet<string> expected, ThreeDbClient view)
    {
        var status = await db.Sync.GetAsync(NameOf(kind), call.Token);
        var isAway = status.State is ProjectionState.Stalled or ProjectionState.Broken;
        var answer = new EngineAnswer(kind, ProjectionText.Word(status.State), null, null, null, status.LagSeconds, isAway ? status.Reason : null) { Note = status.Reason, Remedy = status.Remedy };
        if (isAway && DemoTakeOver.From(status.Remedy) is { } other)
        {
            return answer with
            {
                Problem = "it has the copy of another 3db, such as a demo with another data folder",
                Remedy = $"where that one is no more, this drops its copy and goes on: {DemoTakeOver.Command(call, other)}",
            };
        }

        if (kind == Cache || isAway)
        {
            return answer;
        }

        try
        {
            var query = new RoutedQuery { Cypher = Cypher, Parameters = new Dictionary<string, JsonElement> { ["id"] = Json(id) }, Limit = 10_000, TimeoutSeconds = 60 };
            var routed = await view.Sync.QueryAsync(NameOf(kind), query, call.Token);
            var found = routed.Rows.Select(row => row[0].GetString()!).Where(node => node != id).ToHashSet(StringComparer.Ordinal);
            return answer with { Packages = found.Count, IsSame = found.SetEquals(expected), Milliseconds = routed.Milliseconds, LagSeconds = routed.LagSeconds };
        }
        catch (ThreeDbException e)
        {
            return answer with { Problem = e.Message };
        }
    }

    private void Draw(IReadOnlyList<EngineAnswer> answers, string id)
    {
        var screen = call.Screen;
        if (screen.IsJson)
        {
            return;
        }

        screen.Line();
        screen.Line(screen.Ink.Bold($"What {Printable.Of(id)} needs within two steps, from each engine"));
        screen.Line(screen.Ink.Dim($"$ {call.Shell.Command} sync query demo-ENGINE '{Cypher}' --param id={Printable.Of(id)} --limit 10000"));
        var table = new Table("ENGINE", "STATE", ">PACKAGES", "ANSWER", ">TIME", ">BEHIND", "NOTE");
        foreach (var answer in answers)
        {
            table.Row(
                answer.Engine, answer.State, answer.Packages is { } count ? Quantity.Count(count) : "", AnswerOf(answer),
                answer.Milliseconds is { } milliseconds ? Quantity.Milliseconds(milliseconds) : "",
                answer.LagSeconds is { } lag ? Quantity.Time(TimeSpan.FromSeconds(lag)) : Quantity.Unknown, answer.Problem ?? answer.Note);
        }

        screen.Print(table);
        screen.Flush();
        foreach (var answer in answers.Where(answer => answer.HasFailed))
        {
            screen.Warn($"{answer.Engine}: {answer.Problem ?? "its answer is another one than that of PostgreSQL"}{(answer.Remedy is { } remedy ? $"; {remedy}" : "")}");
        }
    }

    private static string AnswerOf(EngineAnswer answer) => answer switch
    {
        { Engine: "PostgreSQL" } => "",
        { Engine: Cache } => "none: a cache for reads",
        { IsSame: true } => "the same",
        { IsSame: false } => "DIFFERENT",
        _ => "none",
    };

    private async Task<(T Answer, double Milliseconds)> TimedAsync<T>(Func<Task<T>> ask)
    {
        var began = call.Shell.Time.GetTimestamp();
        var answer = await ask();
        return (answer, Math.Round(call.Shell.Time.GetElapsedTime(began).TotalMilliseconds, 3));
    }

    private static string NameOf(string kind) => "demo-" + kind;

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, ThreeDbJson.Options);
}

/// <summary>What an engine answered.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="State">How its projection is.</param>
/// <param name="Packages">How many packages it found; null when it was not asked or gave no answer.</param>
/// <param name="IsSame">Whether these are the ones that PostgreSQL found.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="LagSeconds">How far it was behind; null when it is not known.</param>
/// <param name="Problem">Why it gave no answer, or is not live.</param>
internal sealed record EngineAnswer(string Engine, string State, int? Packages, bool? IsSame, double? Milliseconds, double? LagSeconds, string? Problem)
{
    /// <summary>What else there is to say, as that keys are parked.</summary>
    public string? Note { get; init; }

    /// <summary>What to do; null where nobody has to do anything.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether the engine did not give the answer that it should.</summary>
    [JsonIgnore]
    public bool HasFailed => IsSame == false || Problem is not null;
}
