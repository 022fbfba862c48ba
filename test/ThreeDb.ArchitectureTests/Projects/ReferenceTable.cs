namespace ThreeDb.Architecture;

/// <summary>Who may reference whom: arrows point down only, and modules of one layer do not know each other.</summary>
internal static class ReferenceTable
{
    private const string Abstractions = "ThreeDb.Abstractions";
    private const string Store = "ThreeDb.Postgres";
    private const string Resp = "ThreeDb.Connectors.Resp";

    // Engines that speak RESP share a client.
    private static readonly string[] SpeakResp = ["ThreeDb.Connectors.FalkorDb", "ThreeDb.Connectors.Valkey"];

    // Apache AGE is PostgreSQL, in another instance than that of the store.
    private const string Age = "ThreeDb.Connectors.Age";

    // The command line puts everything together: the data of the demo and the benchmarks, too.
    private static readonly string[] OnlyForCli =
    [
        "ThreeDb.DebianCatalogue", "ThreeDb.Benchmarks",
        Age, "ThreeDb.Connectors.FalkorDb", "ThreeDb.Connectors.Neo4j", "ThreeDb.Connectors.Valkey",
    ];

    // From the bottom. What is beside another in a layer never references it.
    private static readonly string[][] Layers =
    [
        [Abstractions, "ThreeDb.Bitmaps"],
        [
            "ThreeDb.Query", "ThreeDb.Sync", Store, "ThreeDb.Graph", "ThreeDb.Text", "ThreeDb.Vectors", "ThreeDb.Embeddings",
            "ThreeDb.LocalPostgres", "ThreeDb.Client",
        ],
        ["ThreeDb"],
        ["ThreeDb.Server"],
        ["ThreeDb.Cli"],
    ];

    /// <summary>Every breach, as a sentence.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<ProjectFile> projects) =>
    [
        .. projects.Where(project => project.Area == "src").SelectMany(Layered),
        .. projects.Where(project => project.Area == "connectors").SelectMany(Connector),
        .. projects.Where(project => project.Packages.Contains("Npgsql") && project.Name is not (Store or Age) && project.Area is not ("test" or "bench"))
            .Select(project => $"{project.Name} uses Npgsql; only {Store} does, and {Age} for the other instance."),
        .. projects.Where(project => Layer(project.Name) == 0 && project.Packages.Count + project.Frameworks.Count > 0)
            .Select(project => $"{project.Name} has dependencies; it uses the BCL only."),
    ];

    private static IEnumerable<string> Layered(ProjectFile project)
    {
        var own = Layer(project.Name);
        if (own < 0)
        {
            return [$"{project.Name} has no place in the table of layers."];
        }

        return from reference in project.References
               where !(project.Name == "ThreeDb.Cli" && OnlyForCli.Contains(reference))
               let layer = Layer(reference)
               where layer < 0 || layer >= own || (project.Name == "ThreeDb.Client" && reference != Abstractions)
               select $"{project.Name} references {reference}, which is not below it.";
    }

    private static IEnumerable<string> Connector(ProjectFile project) => project.References
        .Where(reference => reference != Abstractions && !(reference == Resp && SpeakResp.Contains(project.Name)))
        .Select(reference => $"{project.Name} references {reference}; a connector knows {Abstractions} only.");

    private static int Layer(string name) => Array.FindIndex(Layers, layer => layer.Contains(name));
}
