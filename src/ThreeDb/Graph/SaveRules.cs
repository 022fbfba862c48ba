using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>What may be saved: a slip in a name must not cost what a good run saved.</summary>
internal static class SaveRules
{
    /// <summary>Checks the part of the graph whose scores are to be saved.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: it has no entities, or there are no relations such as were asked for. What was saved stays.</exception>
    public static void Check(AnalysisRequest request, GraphNames names, int entities)
    {
        if (request.SaveAs is not { } name)
        {
            return;
        }

        var fault = IsUnknown(request.On.Via, names.RelationTypes) ? new FieldError("/on/via", "no relation has the type " + Listed(request.On.Via))
            : entities > 0 ? null
            : IsUnknown(request.On.Types, names.EntityTypes) ? new FieldError("/on/types", "no entity has the type " + Listed(request.On.Types))
            : new FieldError("/on", "this part of the graph has no entities");
        if (fault is not null)
        {
            throw new ThreeDbException(
                ErrorCodes.InvalidParameter, $"Nothing is saved as '{name}', and what was saved under this name stays: {fault.Detail}.",
                "Check the types, the relation types and the project; '3db graph scores delete' removes what is saved.", [fault]);
        }
    }

    private static bool IsUnknown(IReadOnlyList<string> names, NameTable known) => names.Count > 0 && names.All(name => known.Find(name) == 0);

    private static string Listed(IReadOnlyList<string> names) => string.Join(" or ", names.Select(name => $"'{name}'"));
}
