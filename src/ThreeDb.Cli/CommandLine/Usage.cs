using System.CommandLine;
using System.CommandLine.Parsing;

namespace ThreeDb.Cli;

/// <summary>Says what is wrong with a command line.</summary>
internal static class Usage
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
            var what = isOption ? "an option" : command.Subcommands.Count > 0 ? "a command" : "expected here";
            return Fault($"'{Printable.Short(word)}' is not {what} of '{path}'{Nearest.Hint(word, known)}.".Replace("expected here of", "expected after", StringComparison.Ordinal), path);
        }

        return Fault(string.Join(" ", parsed.Errors.Select(error => Sentence(error.Message)).Distinct()), path);
    }

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

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
