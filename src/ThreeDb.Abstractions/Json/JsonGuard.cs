using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ThreeDb;

/// <summary>Parses JSON that comes from outside, with the rules of the store.</summary>
/// <remarks>
/// Beyond RFC 8259: UTF-8 without byte order mark; no key twice in one object (compared after unescaping); no U+0000 and no surrogate
/// without its partner, in names and in texts; numbers that a 64-bit float can approximate, of at most 400 characters also when written
/// without exponent, as PostgreSQL does; and the <see cref="JsonLimits"/>. Time and memory grow linearly with the text.
/// <para>Faults are <see cref="ThreeDbException"/>s: <c>TDB1001</c> syntax, <c>TDB1002</c> depth, <c>TDB1004</c> text, <c>TDB1005</c> number,
/// <c>TDB1006</c> duplicate key, <c>TDB1007</c> too many members, <c>TDB1018</c> encoding. The first one in the text is reported.</para>
/// </remarks>
public static class JsonGuard
{
    /// <summary>Parses UTF-8 text.</summary>
    /// <param name="utf8">The text; it is copied.</param>
    /// <param name="limits">How large it may be; <see cref="JsonLimits.Default"/> when null.</param>
    /// <returns>A value that needs no disposal and stays valid.</returns>
    /// <exception cref="ThreeDbException">The text breaks a rule.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, JsonLimits? limits = null)
    {
        limits ??= JsonLimits.Default;
        Check(utf8, limits);
        return JsonElement.Parse(utf8, new JsonDocumentOptions { MaxDepth = limits.MaxDepth });
    }

    /// <summary>Parses a text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="limits">How large it may be; <see cref="JsonLimits.Default"/> when null.</param>
    /// <returns>A value that needs no disposal and stays valid.</returns>
    /// <exception cref="ThreeDbException">The text breaks a rule.</exception>
    public static JsonElement Parse(string json, JsonLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        limits ??= JsonLimits.Default;
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            var status = Utf8.FromUtf16(json, utf8, out var read, out var written, replaceInvalidSequences: false);
            return status == OperationStatus.Done ? Parse(utf8.AsSpan(0, written), limits) : throw BrokenText(json, read, written, limits);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <summary>Checks a value that somebody else parsed.</summary>
    /// <param name="json">The value.</param>
    /// <param name="limits">How large it may be; <see cref="JsonLimits.Default"/> when null.</param>
    /// <exception cref="ThreeDbException">The value breaks a rule.</exception>
    public static void Check(JsonElement json, JsonLimits? limits = null)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            throw new ThreeDbException(ErrorCodes.InvalidJson, "There is no value.", "Send one JSON value; null is one.");
        }

        Check(JsonMarshal.GetRawUtf8Value(json), limits ?? JsonLimits.Default);
    }

    /// <summary>Checks that a value which was checked as part of a larger one is itself no larger than a document may be.</summary>
    /// <param name="document">The value.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="pointer">Where it stood.</param>
    /// <exception cref="ThreeDbException"><c>TDB1002</c>, <c>TDB1003</c>, <c>TDB1007</c>.</exception>
    public static void CheckSize(JsonElement document, JsonLimits limits, string pointer)
    {
        ArgumentNullException.ThrowIfNull(limits);
        DocumentSize.Check(document, limits, pointer);
    }

    /// <summary>Checks a text (an id, a search term): whether PostgreSQL can store it, that is, no U+0000 and no surrogate without its partner.</summary>
    public static bool IsStorable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return JsonTextRules.IsStorable(text);
    }

    private static void Check(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        if (!JsonQuickCheck.Passes(utf8, limits) && JsonDiagnosis.Find(utf8, limits) is { } fault)
        {
            throw fault;
        }
    }

    private static ThreeDbException BrokenText(string json, int at, long offset, JsonLimits limits)
    {
        // The encoder puts U+FFFD in place of the surrogate, so that the place can be found in the bytes.
        var pointer = JsonDiagnosis.PointerAt(Encoding.UTF8.GetBytes(json), offset, limits);
        var detail = $"The character {at + 1:N0} of the text is a surrogate without its partner.";
        return new ThreeDbException(ErrorCodes.InvalidText, detail, errors: [new FieldError(pointer, detail)]);
    }
}
