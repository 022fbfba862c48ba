using System.CommandLine;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>The option <c>--where</c>: a filter as JSON, or <c>field=value</c> and its kin; given several times, all must hold.</summary>
internal static class WhereOption
{
    // Longest first, so that >= is not read as > and a value that begins with =.
    private static readonly (string Sign, FilterOperator Operator)[] Signs =
    [
        ("!=", FilterOperator.NotEqual), (">=", FilterOperator.GreaterOrEqual), ("<=", FilterOperator.LessOrEqual), ("^=", FilterOperator.Prefix),
        ("~=", FilterOperator.Contains), ("=", FilterOperator.Equal), (">", FilterOperator.Greater), ("<", FilterOperator.Less),
    ];

    public static Option<string[]> Make() => new("--where")
    {
        Description = "A filter: JSON such as {\"price\": {\"gt\": 30}}, or field=value with = != < <= > >= ^= (prefix) ~= (contains); all must hold",
        HelpName = "FILTER",
    };

    /// <exception cref="ThreeDbException"><c>TDB1011</c>.</exception>
    public static Filter? Parse(IReadOnlyList<string>? texts) => texts switch
    {
        null or [] => null,
        [var one] => Parse(one),
        _ => Filter.All([.. texts.Select(Parse)]),
    };

    private static Filter Parse(string text)
    {
        if (text.TrimStart().StartsWith('{'))
        {
            return Filter.Parse(text);
        }

        for (var at = 1; at < text.Length; at++)
        {
            foreach (var (sign, op) in Signs)
            {
                if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
                {
                    return Filter.Field(text[..at].Trim(), op, Value(text[(at + sign.Length)..].Trim()));
                }
            }
        }

        throw new ThreeDbException(ErrorCodes.InvalidFilter, $"'{Printable.Short(text)}' is not a filter.", "Use field=value, or JSON such as {\"price\": {\"gt\": 30}}.");
    }

    /// <summary>A number, true, false, null or quoted text as in JSON; anything else is text as it stands.</summary>
    private static JsonElement Value(string text)
    {
        if (text is "true" or "false" or "null" || (text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '"')))
        {
            try
            {
                return JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                // A date or a version begins with a digit, too.
            }
        }

        return JsonSerializer.SerializeToElement(text, ThreeDbJson.Options);
    }
}
