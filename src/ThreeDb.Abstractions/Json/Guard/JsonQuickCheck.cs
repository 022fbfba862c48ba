using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace ThreeDb;

/// <summary>Decides in one pass, without allocating, whether a text certainly keeps every rule. <see cref="JsonDiagnosis"/> decides the rest.</summary>
internal static class JsonQuickCheck
{
    /// <summary>True when the text is fine; false when it is not, or when two names have the same hash.</summary>
    public static bool Passes(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        var names = new OpenNames(stackalloc ulong[64]);
        try
        {
            return Passes(utf8, limits, ref names);
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            names.Dispose();
        }
    }

    private static bool Passes(ReadOnlySpan<byte> utf8, JsonLimits limits, ref OpenNames names)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth });

        // Every value but the outermost is a member or an element.
        var room = limits.MaxMembers + 1L;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    if (!TryHash(ref reader, out var hash))
                    {
                        return false;
                    }

                    names.Add(hash);
                    continue;
                case JsonTokenType.EndObject:
                    if (!names.Close())
                    {
                        return false;
                    }

                    continue;
                case JsonTokenType.EndArray:
                    continue;
                case JsonTokenType.StartObject:
                    names.Open();
                    break;
                case JsonTokenType.String:
                    if (reader.ValueIsEscaped && JsonTextRules.FaultOfEscapes(reader.ValueSpan) is not null)
                    {
                        return false;
                    }

                    break;
                case JsonTokenType.Number:
                    if (JsonNumberRules.Fault(reader.ValueSpan) is not null)
                    {
                        return false;
                    }

                    break;
            }

            if (--room < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryHash(ref Utf8JsonReader reader, out ulong hash)
    {
        if (!reader.ValueIsEscaped)
        {
            hash = NameHash.Of(reader.ValueSpan);
            return true;
        }

        hash = 0;
        if (JsonTextRules.FaultOfEscapes(reader.ValueSpan) is not null)
        {
            return false;
        }

        var plain = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        hash = NameHash.Of(plain.AsSpan(0, reader.CopyString(plain)));
        ArrayPool<byte>.Shared.Return(plain);
        return true;
    }
}
