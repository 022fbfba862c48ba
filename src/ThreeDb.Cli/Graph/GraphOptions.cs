using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>What several questions about the graph share.</summary>
internal static class GraphOptions
{
    public const int MostEntities = 10_000;

    public static readonly Argument<string> Id = new("ID") { Description = "The entity" };
    public static readonly Argument<string> From = new("FROM") { Description = "Where the path begins" };
    public static readonly Argument<string> To = new("TO") { Description = "Where it ends" };
    public static readonly Option<string[]> Via = new("--via") { Description = "Only relations of these types", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
    public static readonly Option<Direction?> Way = new("--direction") { Description = "Which way to follow relations", HelpName = "out|in|any" };
    public static readonly Option<string?> At = new("--at") { Description = "Only relations that hold at this time", HelpName = "TIME" };
    public static readonly Option<bool> Explain = new("--explain") { Description = "Say how it was found: from memory or by SQL, why, and in what time" };
    public static readonly Option<string[]> Types = new("--types") { Description = "Only entities of these types", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
    public static readonly Option<string?> Project = new("--project") { Description = "Only entities of this project", HelpName = "PROJECT" };
    public static readonly Option<bool> Weighted = new("--weighted") { Description = "Let the weights of relations count" };

    /// <summary>How many steps at most, where the usual number is another.</summary>
    public static Option<int?> DepthOf(int usual) => new("--depth") { Description = $"How many steps at most (default {usual})", HelpName = "N" };

    public static DateTimeOffset? AtOf(Call call) => Times.Parse(call.Get(At), "--at");

    public static GraphSelection SelectionOf(Call call) => new()
    {
        Types = call.Get(Types) ?? [],
        Via = call.Get(Via) ?? [],
        Project = call.Get(Project) ?? call.Target.Project,
        At = AtOf(call),
    };

    /// <summary>Says how an answer was found, beside it.</summary>
    public static void Explained(Screen screen, GraphExplanation? how)
    {
        if (how is not null)
        {
            screen.Note($"Found {(how.Source == "memory" ? "in memory" : "by SQL")}{(how.Why is { } why ? $", because {why}" : "")}, in {Quantity.Milliseconds(how.Milliseconds)}.");
        }
    }
}
