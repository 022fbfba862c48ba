using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db graph</c>: questions about relations.</summary>
internal static class GraphVerbs
{
    public static Command Make()
    {
        var graph = new Command("graph", "Walk along relations; rank, group and compare what they connect");
        foreach (var verb in (IEnumerable<Command>)[.. WalkVerbs.Make(), .. PathVerbs.Make(), .. StructuralVerbs.Make(), .. LinkVerbs.Make(), .. AnalysisVerbs.Make(), ScoreVerbs.Make(), GraphVerifyVerb.Make()])
        {
            graph.Add(verb);
        }

        return graph;
    }
}
