namespace ThreeDb;

/// <summary>The scores that algorithms saved (<see cref="AnalysisRequest.SaveAs"/>), by name. Lists and queries use them as <c>$score.NAME</c>.</summary>
public interface IScores
{
    /// <summary>Lists what is saved, by name.</summary>
    Task<IReadOnlyList<SavedScore>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes all that is saved under a name; the entities stay as they are.</summary>
    /// <returns>False when nothing was saved under it.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default);
}

/// <summary>What is saved under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Count">How many entities have a score under it. What was deleted since has none any more.</param>
/// <param name="SavedAt">When it was last saved; null for what a 3db saved that did not note it.</param>
public sealed record SavedScore(string Name, long Count, DateTimeOffset? SavedAt);
