namespace ThreeDb.Embeddings.Tests;

internal static class Vectors
{
    /// <summary>The cosine of the built-in embeddings of two texts.</summary>
    public static double Cosine(string a, string b) => Dot(HashingEmbedder.Embed(a), HashingEmbedder.Embed(b));

    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    public static double Norm(ReadOnlySpan<float> vector) => Math.Sqrt(Dot(vector, vector));
}
