using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>Which other engines the demo shows, and where those are that it cannot provide itself.</summary>
internal static class DemoWith
{
    public static readonly Option<string?> Engines = new("--with") { Description = "Copy the catalogue into other engines, too, and ask each the same", HelpName = "falkordb,age,neo4j,valkey" };

    public static readonly Option<string?> Neo4jUrl = new("--neo4j-url") { Description = "A Neo4j (5.19 or newer) to use (default: THREEDB_TEST_NEO4J)", HelpName = "URL" };

    public static readonly Option<string?> Neo4jPassword = new("--neo4j-password-file") { Description = "A file with the password of its user neo4j", HelpName = "FILE" };

    private static readonly string[] Kinds = ["falkordb", "age", "neo4j", "valkey"];

    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public static IReadOnlyList<string> Of(Call call)
    {
        var kinds = (call.Get(Engines) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        foreach (var kind in kinds.Where(kind => !Kinds.Contains(kind)))
        {
            throw Usage.Fault($"--with: '{Printable.Short(kind)}' is none of {string.Join(", ", Kinds)}{Nearest.Hint(kind, Kinds)}.", "3db demo");
        }

        if (kinds.Count == 0 && call.Has(DemoTakeOver.Option))
        {
            throw Usage.Fault("--take-over goes with --with: it says in which engine.", "3db demo");
        }

        return kinds.Contains("neo4j") && UrlOfNeo4j(call) is null
            ? throw Usage.Fault("The demo cannot provide Neo4j itself: name one that runs with --neo4j-url http://127.0.0.1:7474.", "3db demo")
            : kinds;
    }

    /// <summary>The Neo4j to use; null for none.</summary>
    public static string? UrlOfNeo4j(Call call) => call.Get(Neo4jUrl) ?? call.Shell.Setting("THREEDB_TEST_NEO4J");
}
