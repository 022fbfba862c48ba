using Microsoft.Extensions.AI;

namespace ThreeDb.Embeddings.Tests;

/// <summary>A generator that answers what the test tells it to, and remembers what it was asked.</summary>
internal sealed class FixedGenerator(Func<IReadOnlyList<string>, IEnumerable<float[]>> answer, EmbeddingGeneratorMetadata? metadata = null)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    public List<IReadOnlyList<string>> Asked { get; } = [];

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Add([.. values]);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(answer(Asked[^1]).Select(vector => new Embedding<float>(vector))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata : null;

    public void Dispose()
    {
    }
}
