namespace ThreeDb.Server;

/// <summary>Every question about the graph over HTTP.</summary>
internal static class GraphEndpoints
{
    public const string Tag = "Graph";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
        [.. WalkEndpoints.All, .. PathEndpoints.All, .. StructuralEndpoints.All, .. LinkEndpoints.All, .. AnalysisEndpoints.All, .. VerificationEndpoints.All];
}
