using System.Text.RegularExpressions;

namespace ThreeDb.Architecture;

/// <summary>The habits that can be read off the source.</summary>
internal static partial class SourceRules
{
    private const int MaxLines = 400;
    private const int MaxMedian = 70;

    /// <summary>Every breach of a rule that holds for each file, as a sentence.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<SourceFile> files) =>
    [
        .. files.Where(file => file.Lines > MaxLines).Select(file => $"{file.Path} has {file.Lines} lines; at most {MaxLines}."),
        .. files.SelectMany(Forbidden),
        .. files.Where(file => Vague().IsMatch(file.Name[..file.Name.IndexOf('.', StringComparison.Ordinal)])).Select(file => $"{file.Path} has a name that says nothing."),
        .. files.SelectMany(file => Declared().Matches(file.Text).Select(match => match.Groups["name"].Value).Where(name => Vague().IsMatch(name))
            .Select(name => $"{file.Path} declares {name}, a name that says nothing.")),
        .. Partials(files),
    ];

    /// <summary>The fault of all files together: that they are not small.</summary>
    public static string? MedianFault(IReadOnlyList<SourceFile> files)
    {
        var median = files.Select(file => file.Lines).Order().ElementAt(files.Count / 2);
        return median <= MaxMedian ? null : $"The median file has {median} lines; at most {MaxMedian}.";
    }

    /// <summary>The members of a class of constants that no other file names.</summary>
    public static IReadOnlyList<string> Unused(string owner, IEnumerable<string> members, IReadOnlyList<SourceFile> files) =>
        [.. members.Where(member => !files.Any(file => file.Name != owner + ".cs" && Regex.IsMatch(file.Text, $@"\b{owner}\.{member}\b")))];

    private static IEnumerable<string> Forbidden(SourceFile file)
    {
        var number = 0;
        foreach (var line in file.Text.Split('\n'))
        {
            number++;
            if (Unfinished().Match(line) is { Success: true } match)
            {
                yield return $"{file.Path}:{number} has {match.Value}.";
            }
        }
    }

    // A type may not grow past the limit by being cut into files either.
    private static IEnumerable<string> Partials(IReadOnlyList<SourceFile> files) =>
        from file in files
        from name in Partial().Matches(file.Text).Select(match => match.Groups["name"].Value).Distinct()
        group file by (Folder: file.Path[..file.Path.LastIndexOf('/')], name) into parts
        let lines = parts.Sum(part => part.Lines)
        where parts.Count() > 1 && lines > MaxLines
        select $"{parts.Key.Folder}: the parts of {parts.Key.name} have {lines} lines; at most {MaxLines}.";

    [GeneratedRegex(@"#region|\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex("(Helper|Helpers|Util|Utils|Utility|Utilities|Manager|Common)$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\s+(struct\s+|class\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"\bpartial\s+(class|record|struct|interface)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Partial();
}
