namespace ThreeDb;

/// <summary>Told how far an algorithm is, and which place it has while it waits for its turn.</summary>
public interface IAnalysisProgress : IProgress<double>
{
    /// <summary>It waits. Told when it begins to wait, and when the place changes.</summary>
    /// <param name="place">Its place among those that wait: 1 for the next.</param>
    void Queued(int place);
}
