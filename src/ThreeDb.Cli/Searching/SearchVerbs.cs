using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db search</c>, <c>3db similar</c> and <c>3db query</c>: finding entities.</summary>
internal static class SearchVerbs
{
    private static readonly Argument<string[]> Words = new("TEXT") { Description = "The words; \"quoted phrases\", or, -not", Arity = ArgumentArity.OneOrMore };
    private static readonly Argument<string> Id = new("ID") { Description = "The entity" };
    private static readonly Argument<string> Question = new(JsonInput.Form) { Description = "The query, for example {\"from\": \"book\", \"near\": {\"text\": \"desert\"}}" };
    private static readonly Option<bool> Near = new("--near") { Description = "By meaning instead of by words" };
    private static readonly Option<bool> Both = new("--hybrid") { Description = "By words and by meaning" };
    private static readonly Option<string?> Type = new("--type") { Description = "Only this type", HelpName = "TYPE" };
    private static readonly Option<string?> Project = new("--project") { Description = "Only this project", HelpName = "PROJECT" };
    private static readonly Option<string[]> Where = WhereOption.Make();
    private static readonly Option<string[]> Boost = BoostOption.Make();
    private static readonly Option<bool> Explain = new("--explain") { Description = "Say how it was found" };
    private static readonly LimitOption Limit = new(10);

    public static Command MakeSearch() =>
        new Command("search", "Find entities by their words, or by meaning") { Words, Near, Both, Type, Project, Where, Boost, Limit.Option, Explain }.Reads(SearchAsync);

    public static Command MakeSimilar() => new Command("similar", "Find the entities most similar to one") { Id, Type, Where, Boost, Limit.Option, Explain }.Reads(SimilarAsync);

    public static Command MakeQuery() =>
        new Command("query", "Ask by fields, words, meaning and relations at once") { Question, Boost, Limit.Option, Explain }.Reads(QueryAsync);

    private static async Task SearchAsync(Call call)
    {
        var text = string.Join(' ', call.Get(Words));
        var isNear = call.Get(Near);
        if (isNear && call.Get(Both))
        {
            throw Usage.Fault("Give one of --near and --hybrid.", "3db search");
        }

        await AnswerAsync(call, "3db search", new Query
        {
            From = call.Get(Type),
            Project = call.Get(Project) ?? call.Target.Project,
            Where = WhereOption.Parse(call.Get(Where)),
            Text = isNear ? null : new TextLeg { Query = text, Highlight = true },
            Near = isNear || call.Get(Both) ? new NearLeg { Text = text } : null,
        });
    }

    private static async Task SimilarAsync(Call call)
    {
        var id = call.Get(Id);
        var type = call.Get(Type) ?? (await call.Db.Entities.GetAsync(id, call.Token))?.Type
            ?? throw new ThreeDbException(ErrorCodes.EntityNotFound, $"There is no entity '{Printable.Short(id, 200)}'.");
        await AnswerAsync(call, "3db similar", new Query { From = type, Where = WhereOption.Parse(call.Get(Where)), Near = new NearLeg { Entity = id } });
    }

    private static async Task QueryAsync(Call call)
    {
        var query = QueryJson.Read(await JsonInput.ReadAsync(call, call.Get(Question)));
        await AnswerAsync(call, "3db query", query with { Project = query.Project ?? call.Target.Project });
    }

    private static async Task AnswerAsync(Call call, string command, Query query)
    {
        query = query with { Boost = BoostOption.Add(query.Boost, call.Get(Boost), command), Limit = Limit.Of(call, otherwise: query.Limit), Explain = query.Explain || call.Get(Explain) };
        var result = await call.Db.QueryAsync(query, call.Token);
        call.Screen.Answer(result, screen =>
        {
            HitView.Draw(result, query.Limit, screen);
            if (result.Items is [var best, ..])
            {
                screen.Next(($"get {Printable.Of(best.Entity.Id)}", "See the first"));
            }
        });
    }
}
