using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db delete</c>: entities with their relations; several of them in one transaction.</summary>
internal static class DeleteVerb
{
    private static readonly Argument<string[]> Ids = new("ID") { Description = "The entities", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<long?> IfMatch = new("--if-match") { Description = "Delete only this version", HelpName = "VERSION" };
    private static readonly Option<bool> Yes = new("--yes", "-y", "--confirm") { Description = "Delete more than one without asking back" };

    public static Command Make() => new Command("delete", "Delete entities and their relations, all or none") { Ids, IfMatch, Yes }.Runs(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var ids = call.Get(Ids).Distinct().ToList();
        if (ids.Count > 1 && call.Get(IfMatch) is not null)
        {
            throw Usage.Fault("--if-match names the version of one entity.", "3db delete");
        }

        if (ids.Count > 1 && !call.Get(Yes))
        {
            throw Usage.Fault($"This deletes {Quantity.Count(ids.Count)} entities; add --yes if that is meant.", "3db delete");
        }

        var done = await call.Db.WriteAsync([.. ids.Select(id => new DeleteEntity(id) { IfVersion = call.Get(IfMatch) })], cancellationToken: call.Token);
        var answer = new DeleteAnswer([.. done.Results.Select(result => new DeletedEntity(result.Id, result.Version))], done.Position);
        call.Screen.Answer(answer, screen =>
        {
            foreach (var result in done.Results)
            {
                screen.Line(EntityView.Outcome(result.Outcome, result.Id, result.Version));
            }

            screen.Next(($"history restore {Printable.Of(ids[0])}", "Undo"));
        });
    }
}

/// <summary>What was deleted.</summary>
internal sealed record DeleteAnswer(IReadOnlyList<DeletedEntity> Deleted, Position Position);

/// <summary>An entity that was deleted, and the version that says so.</summary>
internal sealed record DeletedEntity(string Id, long Version);
