using Microsoft.Extensions.AI;

namespace ThreeDb.Embeddings;

/// <summary>The built-in embedding: hashed words and parts of words. It needs no model, no network and a few microseconds.</summary>
/// <remarks>
/// <para>Features are hashed into 256 dimensions with signs (Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML 2009).
/// They are the words of the text and, as in fastText (Bojanowski et al., Enriching Word Vectors with Subword Information, TACL 2017), the
/// n-grams of 3 to 5 characters inside of each word, so that inflected and misspelt words are near the right ones. A word that occurs n
/// times counts √n times; the most common words of English count little.</para>
/// <para>Letters and digits of every script make words; case does not matter. The same text gives the same vector, bit for bit, in every
/// process and on every machine. Vectors have norm 1; a text without a letter or digit has the zero vector. Two texts without anything in
/// common have a cosine near 0, with a standard deviation of about 0.06.</para>
/// <para>It knows nothing of meaning: "car" and "automobile" are strangers. For that, give 3db an embedding model.</para>
/// </remarks>
public sealed class HashingEmbedder : IEmbeddingGenerator<string, Embedding<float>>, ITextEmbedder
{
    /// <summary>The length of a vector.</summary>
    public const int VectorLength = 256;

    /// <summary>The name of the model. A change of the algorithm changes it.</summary>
    public const string ModelName = "hashing_256_v1";

    private readonly EmbeddingGeneratorMetadata _metadata = new("3db", null, ModelName, VectorLength);

    /// <inheritdoc />
    public string Model => ModelName;

    /// <inheritdoc />
    public int Dimension => VectorLength;

    /// <inheritdoc />
    public bool IsLocal => true;

    /// <summary>Embeds one text.</summary>
    public static float[] Embed(ReadOnlySpan<char> text)
    {
        var vector = new float[VectorLength];
        TextFeatures.AddTo(vector, text);
        UnitLength.Apply(vector);
        return vector;
    }

    /// <summary>Embeds one text into memory of the caller.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vector">Where the vector goes; <see cref="VectorLength"/> long.</param>
    public static void Embed(ReadOnlySpan<char> text, Span<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, VectorLength, nameof(vector));
        vector.Clear();
        TextFeatures.AddTo(vector, text);
        UnitLength.Apply(vector);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new float[texts.Count][];
        for (var i = 0; i < vectors.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            vectors[i] = Embed(texts[i]);
        }

        return new ValueTask<IReadOnlyList<float[]>>(vectors);
    }

    /// <inheritdoc />
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != VectorLength)
        {
            throw new ArgumentOutOfRangeException(nameof(options), dimensions, $"The vectors of this embedding have {VectorLength} dimensions.");
        }

        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new Embedding<float>(Embed(value)) { ModelId = ModelName });
        }

        return Task.FromResult(embeddings);
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: there is nothing to release.</summary>
    public void Dispose()
    {
    }
}
