using System.Runtime.CompilerServices;

namespace ThreeDb.Graphs;

/// <summary>
/// Adds up what the sources of a row give. Eight at a time and the rest at once, in pairs of pairs: reads do not wait for additions, and where rows of the same length
/// follow one another every branch goes the same way. The order of additions depends on the length only.
/// </summary>
internal static class RowSum
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(ReadOnlySpan<int> sources, double[] gives)
    {
        var sum = 0d;
        while (sources.Length >= 8)
        {
            sum += Four(sources, gives) + Four(sources[4..], gives);
            sources = sources[8..];
        }

        return sum + sources.Length switch
        {
            0 => 0,
            1 => gives[sources[0]],
            2 => Two(sources, gives),
            3 => Two(sources, gives) + gives[sources[2]],
            4 => Four(sources, gives),
            5 => Four(sources, gives) + gives[sources[4]],
            6 => Four(sources, gives) + Two(sources[4..], gives),
            _ => Four(sources, gives) + (Two(sources[4..], gives) + gives[sources[6]]),
        };
    }

    /// <summary>The same with weights beside the sources.</summary>
    public static double Of(ReadOnlySpan<int> sources, ReadOnlySpan<double> weights, double[] gives)
    {
        var sum = 0d;
        for (var i = 0; i < sources.Length; i++)
        {
            sum += weights[i] * gives[sources[i]];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Two(ReadOnlySpan<int> sources, double[] gives) => gives[sources[0]] + gives[sources[1]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Four(ReadOnlySpan<int> sources, double[] gives) => (gives[sources[0]] + gives[sources[1]]) + (gives[sources[2]] + gives[sources[3]]);
}
