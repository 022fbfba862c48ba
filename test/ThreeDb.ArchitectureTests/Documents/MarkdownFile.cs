using System.Text;
using System.Text.RegularExpressions;

namespace ThreeDb.Architecture;

/// <summary>A document, taken apart into its headings, links and blocks of code.</summary>
internal sealed partial class MarkdownFile
{
    private readonly List<(int Line, string Text)> _prose = [];

    public MarkdownFile(string path, string text)
    {
        Path = path;
        var number = 0;
        (string Language, int Line, StringBuilder Text)? open = null;
        var blocks = new List<CodeBlock>();
        foreach (var line in text.Split('\n'))
        {
            number++;
            var fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (open is { } block)
            {
                if (fence)
                {
                    blocks.Add(new CodeBlock(path, block.Line, block.Language, block.Text.ToString()));
                    open = null;
                }
                else
                {
                    block.Text.Append(line).Append('\n');
                }
            }
            else if (fence)
            {
                open = (line.Trim().TrimStart('`').Trim(), number + 1, new StringBuilder());
            }
            else
            {
                _prose.Add((number, InlineCode().Replace(line, "")));
            }
        }

        Blocks = blocks;
        Anchors = text.Split('\n').Where(line => line.StartsWith('#')).Select(line => Slug(line.TrimStart('#').Trim())).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>All documents of the repository.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
        [.. Repository.Files.Where(path => path.EndsWith(".md", StringComparison.Ordinal)).Select(path => new MarkdownFile(path, Repository.Read(path)))];

    public string Path { get; }

    /// <summary>The code between fences.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The fragments that a link can lead to.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>The targets of the links that do not leave the repository.</summary>
    public IEnumerable<(int Line, string Target)> Links =>
        from line in _prose
        from Match match in Link().Matches(line.Text)
        let target = match.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        select (line.Line, target);

    // As GitHub makes them: lower case, without punctuation, spaces as hyphens.
    private static string Slug(string heading) => NoSlug().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoSlug();
}

/// <summary>Code in a document.</summary>
/// <param name="Path">The document.</param>
/// <param name="Line">Its first line there.</param>
/// <param name="Language">The word behind the fence.</param>
/// <param name="Text">The code.</param>
internal sealed record CodeBlock(string Path, int Line, string Language, string Text);
