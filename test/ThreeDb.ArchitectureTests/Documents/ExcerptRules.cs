namespace ThreeDb.Architecture;

/// <summary>Code in documents that names the file it is taken from (<c>```csharp path/File.cs</c>) stands there, so that it compiles and is tested.</summary>
internal static class ExcerptRules
{
    private const string Mark = "csharp ";

    /// <summary>Whether a block says where it is taken from.</summary>
    public static bool IsExcerpt(CodeBlock block) => block.Language.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Every block that does not stand in its file, as a sentence.</summary>
    /// <param name="blocks">Excerpts.</param>
    /// <param name="read">Gives the text of a file of the repository; null when it is not there.</param>
    public static IReadOnlyList<string> Faults(IEnumerable<CodeBlock> blocks, Func<string, string?> read) =>
    [
        .. from block in blocks
           let path = block.Language[Mark.Length..].Trim()
           let text = read(path)
           where text is null || !Lines(text).Contains(Lines(block.Text), StringComparison.Ordinal)
           select $"{block.Path}:{block.Line} is not in {path}.",
    ];

    // Indentation and empty lines make no difference; lines are compared as a whole.
    private static string Lines(string text) =>
        "\n" + string.Concat(text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => line + "\n"));
}
