using System.Buffers;
using ThreeDb.DebianCatalogue.Control;

namespace ThreeDb.DebianCatalogue.Dependencies;

/// <summary>One entry of a relationship field (policy 7.1), for example <c>python3:any (>= 3.13~)</c>.</summary>
internal readonly ref struct DependencyEntry
{
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n:([<"u8);
    private static readonly SearchValues<byte> QualifierEnds = SearchValues.Create(" \t\r\n([<"u8);
    private static readonly SearchValues<byte> OperatorCharacters = SearchValues.Create("<>="u8);

    /// <summary>The name of the package.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>The architecture behind the colon, or empty.</summary>
    public ReadOnlySpan<byte> Qualifier { get; private init; }

    /// <summary>One of <c>&lt;&lt; &lt;= = >= >></c>, or empty without a version; the old <c>&lt;</c> and <c>></c> mean <c>&lt;=</c> and <c>>=</c>.</summary>
    public ReadOnlySpan<byte> Operator { get; private init; }

    /// <summary>The version, or empty.</summary>
    public ReadOnlySpan<byte> Version { get; private init; }

    /// <summary>Which clause of the field the entry belongs to, from 1.</summary>
    public int Group { get; init; }

    /// <summary>Which alternative of its clause the entry is, from 1.</summary>
    public int Alternative { get; init; }

    /// <summary>How many alternatives the clause has.</summary>
    public int Alternatives { get; init; }

    /// <summary>
    /// Reads one alternative. Architecture lists and build profiles belong to source packages (policy 7.1) and are passed over.
    /// </summary>
    /// <returns>False when there is no name.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, int group, int alternative, int alternatives, out DependencyEntry entry)
    {
        text = text.Trim(Blanks.Any);
        var name = Cut(text, NameEnds, out var rest);
        ReadOnlySpan<byte> qualifier = rest is [(byte)':', ..] ? Cut(rest[1..], QualifierEnds, out rest) : [];
        ReadOnlySpan<byte> version = [], relation = [];
        var open = rest.IndexOf((byte)'(');
        if (open >= 0)
        {
            version = rest[(open + 1)..];
            version = (version.IndexOf((byte)')') is >= 0 and var close ? version[..close] : version).Trim(Blanks.Any);
            var length = version.IndexOfAnyExcept(OperatorCharacters);
            relation = length > 0 ? Normal(version[..length]) : "="u8;
            version = length < 0 ? [] : version[length..].TrimStart(Blanks.Any);
        }

        entry = new DependencyEntry
        {
            Name = name,
            Qualifier = qualifier,
            Operator = version.IsEmpty ? [] : relation,
            Version = version,
            Group = group,
            Alternative = alternative,
            Alternatives = alternatives,
        };
        return !name.IsEmpty;
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, SearchValues<byte> ends, out ReadOnlySpan<byte> rest)
    {
        var length = text.IndexOfAny(ends);
        rest = length < 0 ? [] : text[length..];
        return length < 0 ? text : text[..length];
    }

    private static ReadOnlySpan<byte> Normal(ReadOnlySpan<byte> relation) => relation switch
    {
        [(byte)'<'] => "<="u8,
        [(byte)'>'] => ">="u8,
        [(byte)'=', ..] => "="u8,
        _ => relation,
    };
}
