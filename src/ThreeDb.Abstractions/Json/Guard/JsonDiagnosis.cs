using System.Text.Json;

namespace ThreeDb;

/// <summary>Finds the first fault of a text, with its place. Slower than <see cref="JsonQuickCheck"/>, and exact.</summary>
internal static class JsonDiagnosis
{
    /// <summary>The fault, or null when there is none.</summary>
    public static ThreeDbException? Find(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        if (Utf8Fault.Find(utf8) is { } fault)
        {
            return fault;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            return Find(ref reader, limits);
        }
        catch (JsonException e)
        {
            return JsonSyntaxFault.Describe(utf8, e);
        }
    }

    /// <summary>The place of the token that holds a byte.</summary>
    public static string PointerAt(ReadOnlySpan<byte> utf8, long offset, JsonLimits limits)
    {
        var trail = new JsonTrail();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        try
        {
            while (reader.Read())
            {
                var isName = reader.TokenType == JsonTokenType.PropertyName;
                var isReached = reader.BytesConsumed > offset;
                if (isName && (isReached || JsonTextRules.FaultOfEscapes(reader.ValueSpan) is not null))
                {
                    // A name that is itself the fault is no good as a place.
                    return trail.Pointer(parent: true);
                }

                trail.Follow(ref reader);
                if (isReached)
                {
                    break;
                }
            }
        }
        catch (JsonException)
        {
            // The text has another fault before that byte; so far the place is known.
        }

        return trail.Pointer();
    }

    private static ThreeDbException? Find(ref Utf8JsonReader reader, JsonLimits limits)
    {
        var trail = new JsonTrail();
        var room = limits.MaxMembers + 1L;
        while (reader.Read())
        {
            var isName = reader.TokenType == JsonTokenType.PropertyName;
            if ((isName || reader.TokenType == JsonTokenType.String) && JsonTextRules.FaultOfEscapes(reader.ValueSpan) is { } text)
            {
                return InvalidText(ref reader, trail, text);
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= limits.MaxDepth)
            {
                return TooDeep(ref reader, limits);
            }

            if (!trail.Follow(ref reader))
            {
                return At(ErrorCodes.DuplicateKey, trail.Pointer(), "An object has this key twice");
            }

            if (reader.TokenType == JsonTokenType.Number && JsonNumberRules.Fault(reader.ValueSpan) is { } number)
            {
                return At(ErrorCodes.NumberOutOfRange, trail.Pointer(), $"The number {Shortened(ref reader)} {number}");
            }

            if (!isName && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray) && --room < 0)
            {
                return new ThreeDbException(ErrorCodes.TooManyKeys, $"The JSON has more than {limits.SaidMembers:N0} members and array elements.");
            }
        }

        return null;
    }

    private static ThreeDbException InvalidText(ref Utf8JsonReader reader, JsonTrail trail, string fault)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            return At(ErrorCodes.InvalidText, trail.Pointer(parent: true), $"The name of a member holds {fault}");
        }

        trail.Follow(ref reader);
        return At(ErrorCodes.InvalidText, trail.Pointer(), $"The text holds {fault}");
    }

    private static ThreeDbException TooDeep(ref Utf8JsonReader reader, JsonLimits limits)
    {
        var found = reader.CurrentDepth + 1;
        var atLeast = "";
        try
        {
            while (reader.Read())
            {
                found = Math.Max(found, reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0));
            }
        }
        catch (JsonException)
        {
            atLeast = "at least ";
        }

        return new ThreeDbException(ErrorCodes.JsonTooDeep, $"The JSON is nested {atLeast}{found:N0} levels deep; at most {limits.SaidDepth:N0} are allowed.",
            $"Nest objects and arrays at most {limits.SaidDepth:N0} levels deep.");
    }

    private static string Shortened(ref Utf8JsonReader reader)
    {
        var digits = System.Text.Encoding.ASCII.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 40)]);
        return reader.ValueSpan.Length > 40 ? digits + "…" : digits;
    }

    private static ThreeDbException At(ErrorCode code, string pointer, string detail) =>
        new(code, $"{detail}{(pointer.Length == 0 ? "" : $", at {pointer}")}.", errors: [new FieldError(pointer, detail + ".")]);
}
