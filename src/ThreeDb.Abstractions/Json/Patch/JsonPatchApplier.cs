using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Applies operations to a copy of a document, of which only what they touch is taken apart.</summary>
internal sealed class JsonPatchApplier(JsonElement document)
{
    private PatchValue _root = new(document);
    private long _copyBudget = JsonPatch.MaxCopiedBytes;

    public JsonElement Apply(IReadOnlyList<JsonPatchOperation> operations)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            try
            {
                Apply(operations[i]);
            }
            catch (PatchFault fault)
            {
                throw Failed(i, operations[i], fault);
            }
        }

        using var text = new JsonTextBuilder(JsonMarshal.GetRawUtf8Value(document).Length + 256);
        _root.WriteTo(text);
        return text.ToElement();
    }

    private static ThreeDbException Failed(int index, JsonPatchOperation operation, PatchFault fault)
    {
        var detail = $"Operation {index} ({JsonPatchWords.Of(operation.Kind)} '{PatchFault.Shortened(operation.Path)}') cannot be applied: {fault.Message}.";
        return new ThreeDbException(ErrorCodes.PatchFailed, detail, fault.Hint, [new FieldError($"/{index}", detail)]);
    }

    private void Apply(JsonPatchOperation operation)
    {
        var path = JsonPointer.Parse(operation.Path);
        switch (operation.Kind)
        {
            case JsonPatchOperationKind.Add:
                Add(path, new PatchValue(operation.Value!.Value));
                break;
            case JsonPatchOperationKind.Remove:
                Remove(path);
                break;
            case JsonPatchOperationKind.Replace:
                Replace(path, new PatchValue(operation.Value!.Value));
                break;
            case JsonPatchOperationKind.Move:
                Move(operation, path);
                break;
            case JsonPatchOperationKind.Copy:
                Add(path, Get(JsonPointer.Parse(operation.From!)).Copy(ref _copyBudget, 0));
                break;
            case JsonPatchOperationKind.Test when !Get(path).IsEqualTo(operation.Value!.Value):
                throw new PatchFault("the value there is another one");
        }
    }

    private void Move(JsonPatchOperation operation, IReadOnlyList<string> path)
    {
        var from = JsonPointer.Parse(operation.From!);
        if (operation.From == operation.Path)
        {
            Get(from);
            return;
        }

        if (operation.Path.StartsWith(operation.From + "/", StringComparison.Ordinal))
        {
            throw new PatchFault("a value cannot be moved into itself");
        }

        Add(path, Remove(from));
    }

    private PatchValue Get(IReadOnlyList<string> path) => path.Count == 0 ? _root : Parent(path).Get(path[^1]);

    private void Add(IReadOnlyList<string> path, PatchValue value)
    {
        if (path.Count == 0)
        {
            _root = value;
        }
        else
        {
            Parent(path).Add(path[^1], value);
        }
    }

    private void Replace(IReadOnlyList<string> path, PatchValue value)
    {
        if (path.Count == 0)
        {
            _root = value;
        }
        else
        {
            Parent(path).Replace(path[^1], value);
        }
    }

    private PatchValue Remove(IReadOnlyList<string> path) => path.Count == 0
        ? throw new PatchFault("the whole document cannot be removed")
        : Parent(path).Remove(path[^1]);

    private PatchContainer Parent(IReadOnlyList<string> path)
    {
        var here = _root.Open() ?? throw new PatchFault("the document is no object and no array");
        _root = new PatchValue(here);
        for (var i = 0; i < path.Count - 1; i++)
        {
            here = here.Open(path[i]);
        }

        return here;
    }
}
