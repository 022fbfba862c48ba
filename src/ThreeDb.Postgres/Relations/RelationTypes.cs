namespace ThreeDb.Postgres;

/// <summary>The rule for lists of relation types.</summary>
internal static class RelationTypes
{
    private const int MaxTypes = 100;

    public static void Check(IReadOnlyList<string> types, string pointer)
    {
        if (types.Count > MaxTypes)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"At most {MaxTypes} relation types can be named.",
                errors: [new FieldError(pointer, $"at most {MaxTypes}")]);
        }

        for (var i = 0; i < types.Count; i++)
        {
            Identifiers.CheckName(types[i], "relation type", $"{pointer}/{i}");
        }
    }
}
