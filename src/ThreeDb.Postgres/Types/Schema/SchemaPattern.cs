using System.Text.RegularExpressions;

namespace ThreeDb.Postgres;

/// <summary>A regular expression of a schema: ECMA-262 as far as it can be matched in linear time.</summary>
internal sealed class SchemaPattern
{
    private const int MaxLength = 4_096;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    private SchemaPattern(string text, Regex regex) => (Text, _regex) = (text, regex);

    /// <summary>As it was declared.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <returns>The pattern, or what is wrong with it.</returns>
    public static (SchemaPattern? Pattern, string? Fault) Read(string text)
    {
        if (text.Length > MaxLength)
        {
            return (null, $"A pattern has at most {MaxLength:N0} characters; this one has {text.Length:N0}.");
        }

        try
        {
            return (new SchemaPattern(text, new Regex(PatternDialect.Translate(text), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout)), null);
        }
        catch (RegexParseException e)
        {
            return (null, "The pattern is no regular expression: " + (FaultOf(text) ?? e.Message));
        }
        catch (ArgumentException e)
        {
            return (null, e.Message);
        }
        catch (NotSupportedException)
        {
            return (null, "The pattern cannot be matched in a time that grows only with the text: it has look-around, a back-reference, an atomic group, "
                + "or repetitions that are too large. Write it without; several patterns in 'allOf' must all match.");
        }
    }

    /// <summary>Whether the pattern is found in a text; null when that takes too long.</summary>
    public bool? Matches(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // The places in this message are those of the text as the user wrote it.
    private static string? FaultOf(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.CultureInvariant, Timeout);
            return null;
        }
        catch (RegexParseException e)
        {
            return e.Message;
        }
    }
}
