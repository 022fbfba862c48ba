using System.Text.Json;

namespace ThreeDb;

/// <summary>An object or array in a document that is being patched. Every method throws <see cref="PatchFault"/> when RFC 6902 has it fail.</summary>
internal abstract class PatchContainer
{
    /// <summary>The value at a token, which must be there.</summary>
    public abstract PatchValue Get(string token);

    /// <summary>Takes apart the value at a token, which must be an object or an array.</summary>
    public abstract PatchContainer Open(string token);

    public abstract void Add(string token, PatchValue value);

    public abstract void Replace(string token, PatchValue value);

    public abstract PatchValue Remove(string token);

    /// <inheritdoc cref="PatchValue.Copy" />
    public abstract PatchContainer Copy(ref long budget, int depth);

    public abstract bool IsEqualTo(JsonElement other);

    public abstract void WriteTo(JsonTextBuilder text);

    protected static PatchFault NotOpen(string token) => new($"the value at '{PatchFault.Shortened(token)}' is no object and no array");
}
