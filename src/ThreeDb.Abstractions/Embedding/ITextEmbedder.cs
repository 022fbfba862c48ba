namespace ThreeDb;

/// <summary>Turns texts into vectors of one length. The engine adapts any <c>IEmbeddingGenerator</c> to it.</summary>
public interface ITextEmbedder
{
    /// <summary>The name of the model; vectors of different models are never compared. At most 40 of a-z, 0-9 and _.</summary>
    string Model { get; }

    /// <summary>The length of a vector.</summary>
    int Dimension { get; }

    /// <summary>Whether it answers in microseconds, in this process. A remote one is asked only for texts that changed.</summary>
    bool IsLocal { get; }

    /// <summary>Embeds texts: one vector of length <see cref="Dimension"/> for each, in order, of Euclidean norm 1 (or 0 for a text without content).</summary>
    ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
