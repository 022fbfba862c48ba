using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace ThreeDb.Cli;

/// <summary>Says what is wrong with a command line.</summary>
internal static partial class Usage
{
    /// <summary>The fault of words that could not be understood.</summary>
    public static ThreeDbException FaultOf(ParseResult parsed)
    {
        var path = PathOf(parsed.CommandResult);
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var command = parsed.CommandResult.Command;
            var isOption = word.StartsWith('-') && word.Length > 1;
            var known = isOption ? Options(parsed.CommandResult) : command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name);
            var what = isOption ? "an option of" : command.Subcommands.Count > 0 ? "a command of" : "expected after";
            return Fault($"'{Printable.Short(word)}' is not {what} '{path}'{Nearest.Hint(word, known)}.", path);
        }

        var children = parsed.CommandResult.Command.Subcommands.Select(child => child.Name).ToList();
        return Fault(parsed.CommandResult.Command.Action is null && children.Count > 0
            ? $"'{path}' needs a command: {string.Join(", ", children)}."
            : string.Join(" ", parsed.Errors.Select(error => Sentence(Plain(error.Message, parsed.CommandResult.Command))).Distinct()) + Taken(parsed), path);
    }

    /// <summary>Refuses words that the parser takes and the verb would not look at.</summary>
    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public static void Check(ParseResult parsed, VerbAction verb)
    {
        var path = PathOf(parsed.CommandResult);
        if (verb.IsLocal && new Option[] { GlobalOptions.Url, GlobalOptions.KeyFile }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } option)
        {
            throw Fault($"'{path}' asks no server: it works on this machine, in the PostgreSQL of the data folder or of THREEDB_POSTGRES. Leave {option.Name} out.", path);
        }

        for (var at = parsed.CommandResult; at.Parent is CommandResult above; at = above)
        {
            if (above.Children.FirstOrDefault(child => IsIgnored(child)) is { } ignored)
            {
                throw Fault($"'{Printable.Short(ignored.Tokens.Count > 0 ? ignored.Tokens[0].Value : ((OptionResult)ignored).Option.Name)}' stands before '{at.Command.Name}', which would not look at it. Put what '{path}' needs behind it.", path);
            }
        }
    }

    // Of a command whose subcommand runs: its arguments and options, but for those that all verbs have.
    private static bool IsIgnored(SymbolResult child) => child switch
    {
        ArgumentResult argument => argument.Tokens.Count > 0,
        OptionResult option => !option.Implicit && !option.Option.Recursive,
        _ => false,
    };

    // An option that takes several words takes those that were meant for the verb as well.
    private static string Taken(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.Any(argument => argument.Arity.MinimumNumberOfValues > (parsed.GetResult(argument)?.Tokens.Count ?? 0))
        && parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(option => option.Option.AllowMultipleArgumentsPerToken && option.Tokens.Count > 1) is { } greedy
            ? $" {greedy.Option.Name} took every word after it ({string.Join(", ", greedy.Tokens.Take(5).Select(token => Printable.Short(token.Value)))}): put them before it, or another option between."
            : "";

    /// <summary>A fault that a verb finds in its own words.</summary>
    public static ThreeDbException Fault(string detail, string? path = null) =>
        new(ErrorCodes.Usage, detail, path is null ? null : $"'{path} --help' shows what it takes.");

    private static IEnumerable<string> Options(CommandResult result)
    {
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent)
        {
            foreach (var option in command.Command.Options.Where(option => !option.Hidden && (at == result || option.Recursive)))
            {
                yield return option.Name;
            }
        }
    }

    private static string PathOf(CommandResult result)
    {
        var names = new List<string>();
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent)
        {
            names.Insert(0, command.Command is RootCommand ? "3db" : command.Command.Name);
        }

        return string.Join(' ', names);
    }

    // The parser speaks of types of .NET.
    private static string Plain(string message, Command command)
    {
        if (NotParsed().Match(message) is not { Success: true } match)
        {
            return Printable.Of(message);
        }

        var (where, word) = (match.Groups["where"].Value, match.Groups["word"].Value);
        return command.Options.FirstOrDefault(option => option.Name == where)?.HelpName is { } form && form.Contains('|')
            ? $"{where}: '{Printable.Short(word)}' is none of {form.Replace("|", ", ", StringComparison.Ordinal)}{Nearest.Hint(word, form.Split('|'))}"
            : $"{where}: '{Printable.Short(word)}' is not {Kind(match.Groups["type"].Value)}";
    }

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("Int", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Double", StringComparison.Ordinal) => "a number",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ => "of the right kind",
    };

    [GeneratedRegex("^Cannot parse argument '(?<word>.*)' for (option|command) '(?<where>[^']*)' as expected type '(?<type>[^']*)'", RegexOptions.Singleline)]
    private static partial Regex NotParsed();

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
