namespace ThreeDb.Graph.Tests;

/// <summary>Compares numbers that were added up in another order.</summary>
public static class Close
{
    public static void Equal(IReadOnlyList<double> expected, IReadOnlyList<double> actual, string name, double tolerance = 1e-9)
    {
        Assert.True(expected.Count == actual.Count, $"{name}: {actual.Count} values, not {expected.Count}");
        for (var i = 0; i < expected.Count; i++)
        {
            var gap = Math.Abs(expected[i] - actual[i]);
            Assert.True(gap <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{name}: value {i} is {actual[i]:R}, not {expected[i]:R}");
        }
    }
}
