namespace ThreeDb.DebianCatalogue.Tests;

/// <summary>Gives at most <paramref name="size"/> bytes at a time, so that every boundary falls somewhere within a paragraph.</summary>
internal sealed class TricklingStream(byte[] content, int size) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
}
