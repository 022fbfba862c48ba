using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>A JSON Patch (RFC 6902): operations that turn one JSON value into another. Immutable.</summary>
/// <remarks>Documents are such as <see cref="JsonGuard"/> accepts; above all, their names are unique.</remarks>
[JsonConverter(typeof(JsonPatchConverter))]
public sealed class JsonPatch : IEquatable<JsonPatch>
{
    /// <summary>The largest number of operations of a patch.</summary>
    public const int MaxOperations = 10_000;

    /// <summary>How many bytes of JSON all <c>copy</c> operations of a patch may copy together, whether or not the copies last: 4 MiB.</summary>
    public const int MaxCopiedBytes = 4 * 1024 * 1024;

    // In a box, because a structure this large is not written at once.
    private StrongBox<JsonElement>? _json;

    /// <summary>Makes a patch.</summary>
    /// <param name="operations">What to do, in order; at most <see cref="MaxOperations"/>.</param>
    public JsonPatch(params IReadOnlyList<JsonPatchOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operations.Count, MaxOperations, nameof(operations));
        Operations = [.. operations];
    }

    /// <summary>What is done, in order.</summary>
    public IReadOnlyList<JsonPatchOperation> Operations { get; }

    /// <summary>Reads a patch from its JSON form, an array of operations. Members that RFC 6902 does not know are ignored.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1016</c> with the operation that is malformed, or 1xxx when a value breaks a rule of <see cref="JsonGuard"/>.</exception>
    public static JsonPatch Parse(JsonElement json) => new(JsonPatchReader.Read(json));

    /// <summary>The operations that turn one value into another: none when they are equal as JSON.</summary>
    /// <remarks>
    /// Objects are compared by member, arrays by the longest common subsequence of their elements (Wagner and Fischer 1974). Where two
    /// arrays differ by too much for that, they are compared index by index. No part of the patch is longer than the replacement of the
    /// value that it changes. The same two values give the same patch.
    /// </remarks>
    public static JsonPatch Create(JsonElement from, JsonElement to) => new(new JsonDiff().Compare(from, to));

    /// <summary>The operations that turn one value into another, as a person would name the changes: each member that differs, and no more.</summary>
    /// <remarks>
    /// As <see cref="Create"/>, except that an object that keeps names of members is not replaced as a whole, nor an array that keeps
    /// elements, nor an element of an array that keeps a member, even where that would be shorter; and never the whole value, when both are
    /// objects. Where this takes more than <see cref="MaxOperations"/>, the patch is that of <see cref="Create"/>.
    /// </remarks>
    public static JsonPatch CreateByMember(JsonElement from, JsonElement to) =>
        new JsonDiff(byMember: true).Compare(from, to) is { Count: <= MaxOperations } operations ? new JsonPatch(operations) : Create(from, to);

    /// <summary>Applies the operations to a value: all of them, or none.</summary>
    /// <param name="document">The value; it does not change.</param>
    /// <returns>The new value, which needs no disposal and stays valid. It may break limits of <see cref="JsonGuard"/>: check what is to be stored.</returns>
    /// <exception cref="ThreeDbException"><c>TDB1016</c> with the operation that failed and why; <c>TDB1002</c> when the result is nested more than 1,000 levels deep.</exception>
    public JsonElement Apply(JsonElement document) =>
        Operations.Count == 0 ? document.Clone() : new JsonPatchApplier(document).Apply(Operations);

    /// <summary>The JSON form.</summary>
    public JsonElement ToJson() => (_json ??= new(MakeJson())).Value;

    /// <inheritdoc />
    public bool Equals(JsonPatch? other) => other is not null && Operations.SequenceEqual(other.Operations);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as JsonPatch);

    /// <inheritdoc />
    public override int GetHashCode() => Operations.Aggregate(Operations.Count, HashCode.Combine);

    /// <summary>The JSON text.</summary>
    public override string ToString() => ToJson().GetRawText();

    private JsonElement MakeJson()
    {
        using var text = new JsonTextBuilder(Operations.Count * 64);
        text.StartArray();
        foreach (var operation in Operations)
        {
            text.StartObject();
            text.Name("op");
            text.String(JsonPatchWords.Of(operation.Kind));
            if (operation.From is not null)
            {
                text.Name("from");
                text.String(operation.From);
            }

            text.Name("path");
            text.String(operation.Path);
            if (operation.Value is { } value)
            {
                text.Name("value");
                text.Raw(JsonMarshal.GetRawUtf8Value(value));
            }

            text.EndObject();
        }

        text.EndArray();
        return text.ToElement();
    }
}
