using ThreeDb.Projections;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The keys of a projection in the server. Names are escaped, so that no two projections share one.</summary>
/// <param name="Current">The graph that answers.</param>
/// <param name="Next">The graph that is built beside it.</param>
/// <param name="Fence">The newest fence of a leader that prepared or swapped graphs, and the database that feeds them.</param>
/// <param name="Context">Whose projection it is.</param>
internal sealed record GraphNames(string Current, string Next, string Fence, ProjectionContext Context)
{
    public static GraphNames Of(ProjectionContext context)
    {
        var current = $"3db/{Uri.EscapeDataString(context.Tenant)}/{Uri.EscapeDataString(context.Name)}";
        return new GraphNames(current, current + "/next", current + "/fence", context);
    }

    /// <summary>There is nothing that could take the place of the current graph.</summary>
    public ThreeDbException NextIsMissing() =>
        new(ErrorCodes.ProjectionFailed, $"There is no graph '{Next}' that could take the place of '{Current}'.", "Begin the rebuild again: '3db sync rebuild'.");
}
