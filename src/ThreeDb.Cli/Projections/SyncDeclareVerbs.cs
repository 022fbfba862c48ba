using System.CommandLine;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary><c>3db sync add</c> and <c>remove</c>: which engines have a copy.</summary>
internal static class SyncDeclareVerbs
{
    private static readonly Option<string> Kind = new("--kind") { Description = "The kind of engine", HelpName = "falkordb|neo4j|age|valkey", Required = true };
    private static readonly Option<string?> Settings = new("--settings") { Description = "How to reach it, for example {\"url\": \"redis://127.0.0.1:6379\"}", HelpName = JsonInput.Form };
    private static readonly Option<string?> Rules = new("--rules") { Description = "What goes there and how; everything without it", HelpName = JsonInput.Form };
    private static readonly Option<bool> KeepData = new("--keep-data") { Description = "Leave what it made in its engine" };
    private static readonly Option<string?> Confirm = new("--confirm") { Description = "The projection's name again", HelpName = "NAME" };

    public static Command MakeAdd() =>
        new Command("add", "Keep a copy in an engine, or change how it is reached") { SyncVerbs.Name, Kind, Settings, Rules }.Runs(AddAsync);

    public static Command MakeRemove() =>
        new Command("remove", "End a projection and drop what it made in its engine") { SyncVerbs.Name, KeepData, Confirm }.Runs(RemoveAsync);

    private static async Task AddAsync(Call call)
    {
        var name = call.Get(SyncVerbs.Name);
        var before = (await call.Db.Sync.ListAsync(call.Token)).FirstOrDefault(status => status.Name == name);
        JsonElement? settings = call.Get(Settings) is { } given ? await JsonInput.ReadAsync(call, given) : null;
        var rules = call.Get(Rules) is { } written ? await SyncRulesVerb.ReadAsync(call, written) : JsonSerializer.SerializeToElement(before?.Definition.Rules, ThreeDbJson.Options);

        // As it was written: the server lists the faults of all parts at once.
        var definition = JsonSerializer.SerializeToElement(new { kind = call.Get(Kind), settings, rules }, ThreeDbJson.Options);
        var status = await call.Db.PutProjectionAsync(name, definition, call.Token);
        call.Screen.Answer(status, screen =>
        {
            screen.Line(before is null
                ? $"Added {Printable.Of(name)} ({status.Kind}). What exists is copied now, beside new changes."
                : $"Changed {Printable.Of(name)} ({status.Kind}). If its settings are others, it is built anew.");
            if (status.Left is { } left)
            {
                screen.Line($"What it made before stays there, and is not kept up to date any more: {Printable.Of(left.Where)} ({Printable.Of(left.Kind)}).");
                screen.Line($"To be rid of it: {Printable.Of(left.Remedy)}");
            }

            screen.Next(($"sync status {Printable.Of(name)}", "See how it is"));
        });
    }

    private static async Task RemoveAsync(Call call)
    {
        var (name, keep) = (call.Get(SyncVerbs.Name), call.Get(KeepData));
        await call.Db.Sync.GetAsync(name, call.Token);
        if (call.Get(Confirm) != name)
        {
            throw Usage.Fault($"This ends the projection '{Printable.Short(name)}'{(keep ? "" : " and drops its copy; PostgreSQL keeps everything")}. "
                + $"Add --confirm={Printable.Short(name)} if that is meant.", "3db sync remove");
        }

        await call.Db.Sync.DeleteAsync(name, keep, call.Token);
        call.Screen.Answer(new NameAnswer(name), screen => screen.Line(keep
            ? $"Removed {Printable.Of(name)}. What it made in its engine stays there, and is not kept up to date any more."
            : $"Removed {Printable.Of(name)}. Its engine drops the copy."));
    }
}
