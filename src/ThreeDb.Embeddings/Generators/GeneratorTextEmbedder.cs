using Microsoft.Extensions.AI;

namespace ThreeDb.Embeddings;

/// <summary>Makes an <see cref="ITextEmbedder"/> of any generator of embeddings. It does not dispose the generator.</summary>
/// <remarks>
/// It sends texts in batches, one after the other, and holds the generator to its word: one vector for each text, of the length announced,
/// of finite numbers. Vectors are brought to norm 1. Texts of white space alone are not sent, since many services refuse them: they have the zero vector.
/// </remarks>
public sealed class GeneratorTextEmbedder : ITextEmbedder
{
    private const int MaxDimension = 16_000;
    private const int MaxBatchSize = 10_000;

    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly int _batchSize;

    /// <summary>Makes an embedder of a generator whose vector length is known from the options or from its metadata.</summary>
    /// <exception cref="ArgumentException">The length or the name of the model is not known; see <see cref="CreateAsync"/>.</exception>
    public GeneratorTextEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator, GeneratorTextEmbedderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        options ??= new GeneratorTextEmbedderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchSize, MaxBatchSize, nameof(options));
        var metadata = Metadata(generator);
        var dimension = options.Dimension ?? metadata?.DefaultModelDimensions
            ?? throw new ArgumentException("The generator does not say how long its vectors are. Set Dimension, or use CreateAsync, which asks it.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, MaxDimension, nameof(options));
        var model = options.Model ?? metadata?.DefaultModelId
            ?? throw new ArgumentException("The generator does not say which model it uses. Set Model: vectors of different models must not be mixed.", nameof(options));

        _generator = generator;
        _batchSize = options.BatchSize;
        Dimension = dimension;
        Model = ModelName.From(model);
        IsLocal = options.IsLocal;
    }

    /// <inheritdoc />
    public string Model { get; }

    /// <inheritdoc />
    public int Dimension { get; }

    /// <inheritdoc />
    public bool IsLocal { get; }

    /// <summary>Makes an embedder; where the length of the vectors is not known, the generator is asked to embed one word.</summary>
    /// <exception cref="ArgumentException">The name of the model is not known.</exception>
    /// <exception cref="ThreeDbException">The generator fails.</exception>
    public static async Task<GeneratorTextEmbedder> CreateAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, GeneratorTextEmbedderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        options ??= new GeneratorTextEmbedderOptions();
        if (options.Dimension is null && Metadata(generator)?.DefaultModelDimensions is null)
        {
            var name = options.Model ?? Metadata(generator)?.DefaultModelId ?? generator.GetType().Name;
            var answer = await AskAsync(generator, ["dimension"], name, cancellationToken).ConfigureAwait(false);
            options = options with { Dimension = answer[0].Vector.Length };
        }

        return new GeneratorTextEmbedder(generator, options);
    }

    /// <inheritdoc />
    /// <exception cref="ThreeDbException">The generator fails, or its answer cannot be used; the message names the model and the cause.</exception>
    public async ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new float[texts.Count][];
        var batch = new List<int>(Math.Min(_batchSize, texts.Count));
        for (var i = 0; i < vectors.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(texts[i]))
            {
                vectors[i] = new float[Dimension];
                continue;
            }

            batch.Add(i);
            if (batch.Count == _batchSize)
            {
                await EmbedBatchAsync(texts, batch, vectors, cancellationToken).ConfigureAwait(false);
            }
        }

        await EmbedBatchAsync(texts, batch, vectors, cancellationToken).ConfigureAwait(false);
        return vectors;
    }

    private static EmbeddingGeneratorMetadata? Metadata(IEmbeddingGenerator generator) =>
        generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;

    private static async Task<GeneratedEmbeddings<Embedding<float>>> AskAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, List<string> texts, string model, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> answer;
        try
        {
            answer = await generator.GenerateAsync(texts, null, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not ThreeDbException)
        {
            throw EmbeddingFault.Failed(model, e);
        }

        return answer?.Count == texts.Count ? answer : throw EmbeddingFault.Unusable(model, $"it gave {answer?.Count ?? 0:N0} vectors for {texts.Count:N0} texts");
    }

    private async Task EmbedBatchAsync(IReadOnlyList<string> texts, List<int> batch, float[][] vectors, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var answer = await AskAsync(_generator, batch.ConvertAll(place => texts[place]), Model, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < batch.Count; i++)
        {
            vectors[batch[i]] = Normalised(answer[i] is { } embedding ? embedding.Vector.Span : []);
        }

        batch.Clear();
    }

    private float[] Normalised(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Dimension)
        {
            throw EmbeddingFault.OtherDimension(Model, Dimension, vector.Length);
        }

        // In double precision the sum of the squares of any floats is finite.
        var squared = 0.0;
        foreach (var value in vector)
        {
            squared += (double)value * value;
        }

        if (!double.IsFinite(squared))
        {
            throw EmbeddingFault.Unusable(Model, "a vector holds a value that is no finite number");
        }

        var normalised = new float[vector.Length];
        if (squared > 0)
        {
            var norm = Math.Sqrt(squared);
            for (var i = 0; i < normalised.Length; i++)
            {
                normalised[i] = (float)(vector[i] / norm);
            }
        }

        return normalised;
    }
}
