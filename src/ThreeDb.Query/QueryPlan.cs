namespace ThreeDb.Querying;

/// <summary>How a query is answered.</summary>
/// <param name="Strategy">Which shape the answer takes.</param>
/// <param name="TextMust">Whether the text leg restricts.</param>
/// <param name="NearMust">Whether the near leg restricts.</param>
/// <param name="GraphMust">Whether the graph leg restricts.</param>
/// <param name="NearCandidates">How many of the nearest entities a near leg that does not restrict proposes.</param>
/// <param name="Description">The order of evaluation, for people.</param>
/// <param name="Rejected">What else was considered, and why not.</param>
public sealed record QueryPlan(
    QueryStrategy Strategy, bool TextMust, bool NearMust, bool GraphMust, int NearCandidates, string Description, IReadOnlyList<string> Rejected);

/// <summary>The shapes of an answer.</summary>
public enum QueryStrategy
{
    /// <summary>No leg: what the filter matches, oldest first.</summary>
    Filter,

    /// <summary>The best of the text index, which ranks and cuts by itself.</summary>
    TextTop,

    /// <summary>The nearest vectors of a type.</summary>
    NearTop,

    /// <summary>A set of candidates, each scored by every leg and boost.</summary>
    Candidates,
}
