namespace ThreeDb.Embeddings;

/// <summary>How an <see cref="GeneratorTextEmbedder"/> uses its generator. What is null is taken from the generator's metadata.</summary>
public sealed record GeneratorTextEmbedderOptions
{
    /// <summary>The name of the model, any text; it is brought into the form of <see cref="ITextEmbedder.Model"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The length of a vector, 1 to 16,000.</summary>
    public int? Dimension { get; init; }

    /// <summary>How many texts are sent at once, 1 to 10,000; default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Whether the generator answers in microseconds, in this process; default false.</summary>
    public bool IsLocal { get; init; }
}
