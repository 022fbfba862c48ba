namespace ThreeDb;

/// <summary>Checks what somebody wants computed, and reports every fault at once.</summary>
public static class AnalysisRules
{
    private const int MaxLimit = 10_000;
    private const int MaxIterations = 10_000;

    /// <summary>The same of a request whose scores are streamed.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>.</exception>
    public static void CheckStream(AnalysisRequest request)
    {
        Check(request);
        if (AnalysisKinds.HasNoScores(request.Algorithm))
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, "This algorithm gives no scores to entities.", errors: [new FieldError("/algorithm", "one that scores entities")]);
        }
    }

    /// <summary>Refuses settings out of their range, and those that the algorithm does not look at.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>.</exception>
    public static void Check(AnalysisRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<FieldError> faults =
        [
            .. Unless(Enum.IsDefined(request.Algorithm), "/algorithm", "is one of the algorithms"),
            .. Ignored(request),
            .. Unless(request.Damping is > 0 and < 1, "/damping", "above 0, below 1"),
            .. Unless(request.Iterations is null or (>= 1 and <= MaxIterations), "/iterations", $"1 to {MaxIterations:N0}"),
            .. Unless(request.Tolerance >= 0 && double.IsFinite(request.Tolerance), "/tolerance", "0 or more"),
            .. Unless(request.Resolution > 0 && double.IsFinite(request.Resolution), "/resolution", "above 0"),
            .. Unless(request.Samples is null or >= 1, "/samples", "1 or more"),
            .. Unless(request.Limit is >= 0 and <= MaxLimit, "/limit", $"0 to {MaxLimit:N0}"),
            .. Unless(request.SaveAs is null || !AnalysisKinds.HasNoScores(request.Algorithm), "/saveAs", "only for algorithms that give every entity a score"),
            .. Selection(request.On),
        ];
        if (request.SaveAs is { } name)
        {
            Identifiers.CheckName(name, "score", "/saveAs");
        }

        // Of a setting that means nothing here, its range does not matter.
        Refuse([.. faults.Where((fault, i) => faults.FindIndex(other => other.Pointer == fault.Pointer) == i)]);
    }

    /// <summary>Refuses a part of a graph that cannot be named, and a limit out of its range.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1003</c>.</exception>
    public static void Check(GraphSelection on, int limit) => Refuse([.. Unless(limit is >= 1 and <= MaxLimit, "/limit", $"1 to {MaxLimit:N0}"), .. Selection(on)]);

    private static IEnumerable<FieldError> Selection(GraphSelection on)
    {
        foreach (var (name, i) in on.Types.Select((name, i) => (name, i)))
        {
            Identifiers.CheckName(name, "type", $"/on/types/{i}");
        }

        foreach (var (name, i) in on.Via.Select((name, i) => (name, i)))
        {
            Identifiers.CheckName(name, "relation type", $"/on/via/{i}");
        }

        if (on.Project is { } project)
        {
            Identifiers.CheckName(project, "project", "/on/project");
        }

        return [];
    }

    private static IEnumerable<FieldError> Ignored(AnalysisRequest request) =>
        from setting in AnalysisSettings.Given(request)
        where !setting.LookedAtBy.Contains(request.Algorithm)
        select new FieldError("/" + setting.Name, "only for " + string.Join(", ", setting.LookedAtBy.Select(StrictObject.WordOf)));

    private static IEnumerable<FieldError> Unless(bool holds, string pointer, string rule) => holds ? [] : [new FieldError(pointer, rule)];

    private static void Refuse(List<FieldError> faults)
    {
        if (faults.Count > 0)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, string.Join("; ", faults.Select(fault => $"'{fault.Pointer[1..]}': {fault.Detail}")) + ".", errors: faults);
        }
    }
}
