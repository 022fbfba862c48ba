using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb;

/// <summary>The operations found so far, with the length of their JSON text.</summary>
internal sealed class PatchDraft
{
    // {"op":"add","path":"","value":} and a comma, and so on.
    private const int AddLength = 32;
    private const int RemoveLength = 26;
    private const int ReplaceLength = 36;

    private long _length;

    public List<JsonPatchOperation> Operations { get; } = [];

    public Point Mark() => new(Operations.Count, _length);

    public void Add(string path, JsonElement value) =>
        Append(JsonPatchOperationKind.Add, path, value, AddLength + LengthOf(path) + CompactLength.Of(value));

    public void Remove(string path) => Append(JsonPatchOperationKind.Remove, path, null, RemoveLength + LengthOf(path));

    public void Replace(string path, JsonElement value) =>
        Append(JsonPatchOperationKind.Replace, path, value, ReplaceLength + LengthOf(path) + CompactLength.Of(value));

    /// <summary>Puts one replacement in place of everything since a point.</summary>
    public void ReplaceFrom(Point point, string path, JsonElement value)
    {
        Operations.RemoveRange(point.Count, Operations.Count - point.Count);
        _length = point.Length;
        Replace(path, value);
    }

    /// <summary>Puts one replacement in place of everything since a point, if that makes the patch shorter.</summary>
    public void ReplaceIfShorter(Point point, StringBuilder path, JsonElement value)
    {
        var found = _length - point.Length;
        if (found <= ReplaceLength + path.Length)
        {
            return;
        }

        var place = path.ToString();
        if (found > ReplaceLength + LengthOf(place) + CompactLength.Of(value))
        {
            ReplaceFrom(point, place, value);
        }
    }

    private static int LengthOf(string path)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        foreach (var character in path)
        {
            length += character is '"' or '\\' ? 1 : character < ' ' ? 5 : 0;
        }

        return length;
    }

    private void Append(JsonPatchOperationKind kind, string path, JsonElement? value, int length)
    {
        Operations.Add(new JsonPatchOperation(kind, path, null, value));
        _length += length;
    }

    /// <summary>A state to which the draft can be taken back.</summary>
    internal readonly record struct Point(int Count, long Length);
}
