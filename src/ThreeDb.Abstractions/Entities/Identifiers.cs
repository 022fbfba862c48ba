using System.Buffers;

namespace ThreeDb;

/// <summary>The rules for ids and names.</summary>
public static class Identifiers
{
    /// <summary>The largest number of characters (Unicode scalar values) of an id or a relation key.</summary>
    public const int MaxIdLength = 200;

    /// <summary>The largest number of characters of a name.</summary>
    public const int MaxNameLength = 100;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");

    /// <summary>Checks the id of an entity.</summary>
    /// <param name="id">The id.</param>
    /// <param name="pointer">Where it stands in the request.</param>
    /// <exception cref="ThreeDbException"><c>TDB1008</c>.</exception>
    public static void CheckId(string? id, string pointer)
    {
        if (string.IsNullOrEmpty(id))
        {
            throw Fault(ErrorCodes.InvalidId, pointer, "The id is empty.");
        }

        if (id is "." or "..")
        {
            throw Fault(ErrorCodes.InvalidId, pointer, $"'{id}' cannot be an id, because addresses with it lead elsewhere.");
        }

        CheckText(id, MaxIdLength, ErrorCodes.InvalidId, pointer, "The id");
    }

    /// <summary>Checks the key of an explicit relation.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1008</c>, or <c>TDB2010</c> for a key that is reserved for derived relations.</exception>
    public static void CheckRelationKey(string key, string pointer)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.StartsWith('@'))
        {
            throw Fault(ErrorCodes.DerivedRelation, pointer, $"The key '{(key.Length > 50 ? key[..50] + "…" : key)}' begins with '@', which is reserved for derived relations.");
        }

        if (key.Length > 0)
        {
            CheckText(key, MaxIdLength, ErrorCodes.InvalidId, pointer, "The relation key");
        }
    }

    /// <summary>Checks the name of a type, relation type, project, tenant or actor.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What it names, for the message: <c>type</c>, <c>relation type</c>, …</param>
    /// <param name="pointer">Where it stands in the request.</param>
    /// <exception cref="ThreeDbException"><c>TDB1009</c>.</exception>
    public static void CheckName(string? name, string what, string pointer)
    {
        if (!IsName(name))
        {
            throw Fault(ErrorCodes.InvalidName, pointer, name switch
            {
                not { Length: > 0 and <= MaxNameLength } => $"The name of the {what} has 1 to {MaxNameLength} characters; this one has {name?.Length ?? 0}.",
                _ when !JsonGuard.IsStorable(name) => $"The name of the {what} holds U+0000 or a surrogate without its partner.",
                _ => $"'{name}' is not acceptable as the name of the {what}.",
            });
        }
    }

    /// <summary>Whether a text can be a name: 1 to 100 of <c>A-Z a-z 0-9 _ . : -</c>, a letter, digit or <c>_</c> first.</summary>
    internal static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxNameLength && !name.ContainsAnyExcept(NameCharacters) && (char.IsAsciiLetterOrDigit(name[0]) || name[0] == '_');

    private static void CheckText(string text, int limit, ErrorCode code, string pointer, string what)
    {
        if (!JsonGuard.IsStorable(text))
        {
            throw Fault(code, pointer, $"{what} holds U+0000 or a surrogate without its partner.");
        }

        if (text.Length > limit && Count(text) is var length && length > limit)
        {
            throw Fault(code, pointer, $"{what} has {length:N0} characters; at most {limit} are allowed.");
        }
    }

    private static int Count(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private static ThreeDbException Fault(ErrorCode code, string pointer, string detail) =>
        new(code, detail, errors: [new FieldError(pointer, detail)]);
}
