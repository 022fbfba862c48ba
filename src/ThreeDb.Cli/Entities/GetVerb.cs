using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db get</c>: entities by id, also as they were.</summary>
internal static class GetVerb
{
    private static readonly Argument<string[]> Ids = new("ID") { Description = "The entities", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<long?> Version = new("--version") { Description = "As it was at this version", HelpName = "N" };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "As it was at this time", HelpName = "TIME" };

    public static Command Make() => new Command("get", "Read entities") { Ids, Version, AsOf }.Reads(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var ids = call.Get(Ids);
        var time = Times.Parse(call.Get(AsOf), "--as-of");
        if (call.Get(Version) is null && time is null)
        {
            await CurrentAsync(call, ids);
            return;
        }

        if (ids.Length > 1 || (call.Get(Version) is not null && time is not null))
        {
            throw Usage.Fault("An earlier state is asked for one entity, by --version or by --as-of.", "3db get");
        }

        var version = call.Get(Version) is { } number
            ? await call.Db.History.GetAsync(ids[0], number, call.Token)
            : await call.Db.History.AsOfAsync(ids[0], time!.Value, call.Token)
                ?? throw new ThreeDbException(ErrorCodes.VersionNotFound, $"'{Printable.Short(ids[0])}' did not exist at {Quantity.At(time)}.");
        call.Screen.Answer(version, screen => EntityView.Draw(version, screen));
    }

    private static async Task CurrentAsync(Call call, string[] ids)
    {
        if (ids is [var id])
        {
            var entity = await call.Db.Entities.GetAsync(id, call.Token) ?? throw Missing(ids);
            call.Screen.Answer(entity, screen => EntityView.Draw(entity, screen));
            return;
        }

        var entities = await call.Db.Entities.GetManyAsync(ids, call.Token);
        if (ids.Except(entities.Select(entity => entity.Id)).ToArray() is { Length: > 0 } missing)
        {
            throw Missing(missing);
        }

        call.Screen.Answer(entities, screen =>
        {
            foreach (var entity in entities)
            {
                EntityView.Draw(entity, screen);
            }
        });
    }

    private static ThreeDbException Missing(string[] ids) => new(ErrorCodes.EntityNotFound, ids.Length == 1
        ? $"There is no entity '{Printable.Short(ids[0], 200)}'."
        : $"There are no entities {string.Join(", ", ids.Take(10).Select(id => $"'{Printable.Short(id)}'"))}{(ids.Length > 10 ? $" and {Quantity.Count(ids.Length - 10)} more" : "")}.");
}
