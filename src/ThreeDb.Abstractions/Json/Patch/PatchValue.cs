using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb;

/// <summary>A value in a document that is being patched: the original text as long as nothing inside of it was touched, else its parts.</summary>
internal readonly struct PatchValue
{
    private readonly JsonElement _untouched;

    public PatchValue(JsonElement untouched) => _untouched = untouched;

    public PatchValue(PatchContainer container) => Container = container;

    /// <summary>The parts, once something inside was touched.</summary>
    public PatchContainer? Container { get; }

    /// <summary>Takes the value apart; null when it is no object and no array.</summary>
    public PatchContainer? Open() => Container ?? _untouched.ValueKind switch
    {
        JsonValueKind.Object => new PatchObject(_untouched),
        JsonValueKind.Array => new PatchArray(_untouched),
        _ => null,
    };

    /// <summary>A copy that shares nothing that can change.</summary>
    /// <param name="budget">How many bytes of JSON may be copied; what was copied is subtracted.</param>
    /// <param name="depth">How deep the copy is already.</param>
    public PatchValue Copy(ref long budget, int depth)
    {
        if (Container is null)
        {
            Spend(ref budget, JsonMarshal.GetRawUtf8Value(_untouched).Length);
            return this;
        }

        return depth < JsonTextBuilder.MaxDepth
            ? new PatchValue(Container.Copy(ref budget, depth + 1))
            : throw new PatchFault($"the document is nested more than {JsonTextBuilder.MaxDepth:N0} levels deep");
    }

    public bool IsEqualTo(JsonElement other) => Container?.IsEqualTo(other) ?? JsonElement.DeepEquals(_untouched, other);

    public void WriteTo(JsonTextBuilder text)
    {
        if (Container is null)
        {
            text.Raw(JsonMarshal.GetRawUtf8Value(_untouched));
        }
        else
        {
            Container.WriteTo(text);
        }
    }

    public static void Spend(ref long budget, int bytes)
    {
        budget -= bytes;
        if (budget < 0)
        {
            throw new PatchFault($"the copy operations copy more than {JsonPatch.MaxCopiedBytes:N0} bytes", "Copy less, or in several patches.");
        }
    }
}
