using System.Text.Json;

namespace ThreeDb;

/// <summary>One operation of a <see cref="JsonPatch"/>. Operations are equal when they do the same: values compare as JSON.</summary>
public sealed class JsonPatchOperation : IEquatable<JsonPatchOperation>
{
    internal JsonPatchOperation(JsonPatchOperationKind kind, string path, string? from, JsonElement? value)
    {
        Kind = kind;
        Path = path;
        From = from;
        // A value from a pooled document must not end with it; one that needs no disposal is its own clone.
        Value = value?.Clone();
    }

    /// <summary>What is done.</summary>
    public JsonPatchOperationKind Kind { get; }

    /// <summary>Where, as a JSON Pointer.</summary>
    public string Path { get; }

    /// <summary>Where the value comes from, as a JSON Pointer; only of <c>move</c> and <c>copy</c>.</summary>
    public string? From { get; }

    /// <summary>The value; only of <c>add</c>, <c>replace</c> and <c>test</c>.</summary>
    public JsonElement? Value { get; }

    /// <summary>Puts a value into an object or an array.</summary>
    /// <exception cref="FormatException">The path is no JSON Pointer.</exception>
    public static JsonPatchOperation Add(string path, JsonElement value) => Checked(JsonPatchOperationKind.Add, path, null, value);

    /// <summary>Removes the value at a place.</summary>
    /// <exception cref="FormatException">The path is no JSON Pointer.</exception>
    public static JsonPatchOperation Remove(string path) => Checked(JsonPatchOperationKind.Remove, path, null, null);

    /// <summary>Replaces the value at a place.</summary>
    /// <exception cref="FormatException">The path is no JSON Pointer.</exception>
    public static JsonPatchOperation Replace(string path, JsonElement value) => Checked(JsonPatchOperationKind.Replace, path, null, value);

    /// <summary>Moves a value.</summary>
    /// <exception cref="FormatException">A path is no JSON Pointer.</exception>
    public static JsonPatchOperation Move(string from, string path) => Checked(JsonPatchOperationKind.Move, path, from, null);

    /// <summary>Copies a value.</summary>
    /// <exception cref="FormatException">A path is no JSON Pointer.</exception>
    public static JsonPatchOperation Copy(string from, string path) => Checked(JsonPatchOperationKind.Copy, path, from, null);

    /// <summary>Demands a value at a place.</summary>
    /// <exception cref="FormatException">The path is no JSON Pointer.</exception>
    public static JsonPatchOperation Test(string path, JsonElement value) => Checked(JsonPatchOperationKind.Test, path, null, value);

    /// <inheritdoc />
    public bool Equals(JsonPatchOperation? other) =>
        other is not null && Kind == other.Kind && Path == other.Path && From == other.From
        && (Value, other.Value) switch
        {
            ({ } mine, { } theirs) => JsonElement.DeepEquals(mine, theirs),
            var (mine, theirs) => mine.HasValue == theirs.HasValue,
        };

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as JsonPatchOperation);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Path, From);

    /// <inheritdoc />
    public override string ToString() => $"{JsonPatchWords.Of(Kind)} {Path}";

    private static JsonPatchOperation Checked(JsonPatchOperationKind kind, string path, string? from, JsonElement? value)
    {
        CheckPointer(path);
        CheckPointer(from ?? "");
        return new JsonPatchOperation(kind, path, from, value);
    }

    private static void CheckPointer(string pointer)
    {
        _ = JsonPointer.Parse(pointer);
        if (!JsonGuard.IsStorable(pointer))
        {
            throw new FormatException("The JSON Pointer holds U+0000 or a surrogate without its partner.");
        }
    }
}
