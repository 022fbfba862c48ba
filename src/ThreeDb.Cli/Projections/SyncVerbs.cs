using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db sync</c>: copies of the data in other engines.</summary>
internal static class SyncVerbs
{
    /// <summary>The projection that a verb is about.</summary>
    public static readonly Argument<string> Name = new("NAME") { Description = "The projection" };

    public static Command Make() => new("sync", "Keep copies of the data in other engines, and see how they are")
    {
        SyncStatusVerb.Make(), SyncDeclareVerbs.MakeAdd(), SyncDeclareVerbs.MakeRemove(), SyncRulesVerb.Make(),
        SyncOrderVerbs.MakePause(), SyncOrderVerbs.MakeResume(), SyncOrderVerbs.MakeRebuild(), SyncOrderVerbs.MakeReconcile(),
        DeadLettersVerb.Make(), SyncQueryVerb.Make(),
    };
}
