using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ThreeDb.Embeddings;

/// <summary>Brings vectors to Euclidean norm 1.</summary>
internal static class UnitLength
{
    /// <summary>Divides a vector by its norm; one of norm 0 stays. Its length is a multiple of 16.</summary>
    /// <remarks>The sum is always taken in the same order, whatever vectors the machine has, so that the result is the same on all of them.</remarks>
    public static void Apply(Span<float> vector)
    {
        var parts = MemoryMarshal.Cast<float, Vector128<float>>(vector);
        Vector128<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < parts.Length; i += 4)
        {
            a += parts[i] * parts[i];
            b += parts[i + 1] * parts[i + 1];
            c += parts[i + 2] * parts[i + 2];
            d += parts[i + 3] * parts[i + 3];
        }

        var sum = a + b + (c + d);
        var squared = sum[0] + sum[1] + (sum[2] + sum[3]);
        if (squared == 0)
        {
            return;
        }

        var factor = Vector128.Create(1 / MathF.Sqrt(squared));
        foreach (ref var part in parts)
        {
            part *= factor;
        }
    }
}
