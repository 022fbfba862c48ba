using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>What several questions about the graph share.</summary>
internal static class GraphOptions
{
    public const int MostEntities = 10_000;

    /// <summary>How many entities of the graph.</summary>
    public static readonly LimitOption Limit = new(100, MostEntities);

    /// <summary>The same of what <c>--all</c> takes whole.</summary>
    public static readonly LimitOption PartLimit = new(100, MostEntities, "--all takes everything");

    public static readonly Argument<string> Id = new("ID") { Description = "The entity" };
    public static readonly Argument<string> From = new("FROM") { Description = "Where the path begins" };
    public static readonly Argument<string> To = new("TO") { Description = "Where it ends" };
    public static readonly Option<string[]> Via = new("--via") { Description = "Only relations of these types: A B, or A,B", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
    public static readonly Option<Direction?> AnyWay = WayOf("any");
    public static readonly Option<Direction?> WayOut = WayOf("out");
    public static readonly Option<Direction?> WayIn = WayOf("in");
    public static readonly Option<Direction?> RankedWay = WayOf("any, with pageRank out");
    public static readonly Option<string?> At = new("--at") { Description = "Only relations that hold at this time", HelpName = "TIME" };
    public static readonly Option<bool> Explain = new("--explain") { Description = "Say how it was found: from memory or by SQL, why, and in what time" };
    public static readonly Option<string[]> Types = new("--types") { Description = "Only entities of these types: A B, or A,B", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
    public static readonly Option<string?> Project = new("--project") { Description = "Only entities of this project", HelpName = "PROJECT" };
    public static readonly Option<bool> Weighted = new("--weighted") { Description = "Let the weights of relations count" };

    /// <summary>Which way, if the call says so: verbs have one of these options.</summary>
    public static Direction? WayGiven(Call call) => call.Get(AnyWay) ?? call.Get(WayOut) ?? call.Get(WayIn) ?? call.Get(RankedWay);

    /// <summary>How many steps at most, where the usual number is another.</summary>
    public static Option<int?> DepthOf(int usual) => new("--depth") { Description = $"How many steps at most (default {usual})", HelpName = "N" };

    /// <summary>The names after an option; no name holds a comma.</summary>
    public static IReadOnlyList<string> NamesOf(Call call, Option<string[]> option) =>
        [.. (call.Get(option) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    public static DateTimeOffset? AtOf(Call call) => Times.Parse(call.Get(At), "--at");

    public static GraphSelection SelectionOf(Call call) => new()
    {
        Types = NamesOf(call, Types),
        Via = NamesOf(call, Via),
        Project = call.Get(Project) ?? call.Target.Project,
        At = AtOf(call),
    };

    /// <summary>Says what an answer says beside what it found, and how it was found.</summary>
    public static void Told(Screen screen, GraphAnswer answer)
    {
        foreach (var note in answer.Notes ?? [])
        {
            screen.Note(note);
        }

        if (answer is ExplainedGraphAnswer { Explanation: { } how })
        {
            screen.Note($"Found {(how.Source == "memory" ? "in memory" : "by SQL")}{(how.Why is { } why ? $", because {why}" : "")}, in {Quantity.Milliseconds(how.Milliseconds)}.");
        }
    }

    /// <summary>How to get what is missing from a cut answer: what is not refused.</summary>
    /// <param name="shown">How many there are in the answer.</param>
    /// <param name="option">The option that takes more, and what it does.</param>
    /// <param name="most">The largest number that it takes.</param>
    /// <param name="otherwise">What helps where an answer holds no more.</param>
    public static string More(int shown, string option = "--limit shows more", int most = MostEntities, string otherwise = "an answer holds no more: --via chooses fewer") =>
        shown < most ? option : otherwise;

    private static Option<Direction?> WayOf(string usual) => new("--direction") { Description = $"Which way to follow relations (default {usual})", HelpName = "out|in|any" };
}
