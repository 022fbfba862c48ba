using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>What a person has to do about a projection, so that it works as it is written.</summary>
internal static class Remedies
{
    /// <summary>What ends that a projection is broken. Other settings or rules are seen by themselves; after everything else it has to be resumed.</summary>
    /// <param name="failure">What broke it.</param>
    /// <param name="name">The projection.</param>
    public static string OfBroken(ThreeDbException failure, string name)
    {
        var resume = $"'3db sync resume {name}'";
        var hint = failure.Hint.Replace("'3db sync resume'", resume, StringComparison.Ordinal);
        return hint.Contains(resume, StringComparison.Ordinal) ? hint : $"{hint.TrimEnd('.', ' ')}; then {resume}";
    }

    /// <summary>The command that removes a projection and leaves what its engine holds.</summary>
    public static string RemoveAndKeep(string name) => $"'3db sync remove {name} --keep-data --confirm={name}'";
}
