namespace ThreeDb.Postgres;

/// <summary>Reads a value inside of a <c>jsonb</c>.</summary>
internal static class JsonPathSql
{
    /// <summary>The value at a path below an expression; SQL null when it leads nowhere.</summary>
    public static string At(string from, IReadOnlyList<string> names, SqlBuilder sql)
    {
        // #> would take a name such as "-1" as an index from the end of an array; -> takes a text as a member only.
        var value = from;
        for (var i = 0; i < names.Count;)
        {
            var plain = names.Skip(i).TakeWhile(name => !IsSignedIndex(name)).ToArray();
            value = plain.Length > 0 ? $"({value} #> {sql.Texts(plain)})" : $"({value} -> {sql.Text(names[i])})";
            i += Math.Max(plain.Length, 1);
        }

        return value;
    }

    private static bool IsSignedIndex(string name)
    {
        var digits = name.AsSpan().TrimStart(" \t\n\v\f\r");
        digits = digits is ['+' or '-', ..] ? digits[1..] : digits;
        return digits.Length < name.Length && digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
