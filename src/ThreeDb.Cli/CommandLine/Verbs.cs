using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>The tree of verbs. A new verb is added here, and nowhere else.</summary>
internal static class Verbs
{
    public static RootCommand Root()
    {
        var root = new RootCommand("3db: one write, every model. Records, relations, text, meaning and history in one PostgreSQL transaction.");
        foreach (var verb in All())
        {
            root.Add(verb);
        }

        root.Add(GlobalOptions.Json);
        root.Add(GlobalOptions.NoColour);
        root.Add(GlobalOptions.Url);
        root.Add(GlobalOptions.KeyFile);
        return root;
    }

    private static IEnumerable<Command> All() =>
    [
        UpVerb.Make(), DownVerb.Make(), StatusVerb.Make(), DoctorVerb.Make(), ServeVerb.Make(), DemoVerb.Make(), BenchVerb.Make(),
        GetVerb.Make(), PutVerb.Make(), DeleteVerb.Make(), ListVerb.Make(), HistoryVerb.Make(),
        RelateVerb.Make(), RelateVerb.MakeUnrelate(), RelationsVerb.Make(), GraphVerbs.Make(),
        SearchVerbs.MakeSearch(), SearchVerbs.MakeSimilar(), SearchVerbs.MakeQuery(),
        TypeVerbs.Make(), SyncVerbs.Make(), TenantVerbs.Make(), KeyVerbs.Make(), MigrateVerb.Make(), ImportVerb.Make(), ExportVerb.Make(), CompletionVerb.Make(),
    ];
}
