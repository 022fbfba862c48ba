namespace ThreeDb.Architecture;

/// <summary>Whether links within the repository lead somewhere.</summary>
internal static class LinkRules
{
    /// <summary>Every link that leads nowhere, as a sentence.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="files">The paths of all files.</param>
    public static IReadOnlyList<string> Faults(IReadOnlyList<MarkdownFile> documents, IReadOnlyCollection<string> files) =>
    [
        .. from document in documents
           from link in document.Links
           where !Leads(document, link.Target, documents, files)
           select $"{document.Path}:{link.Line} links to {link.Target}, which is not there.",
    ];

    private static bool Leads(MarkdownFile from, string target, IReadOnlyList<MarkdownFile> documents, IReadOnlyCollection<string> files)
    {
        var (path, fragment) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
        var full = path.Length == 0 ? from.Path : Resolve(from.Path, path);
        return fragment is null
            ? files.Contains(full) || files.Any(file => file.StartsWith(full.TrimEnd('/') + "/", StringComparison.Ordinal))
            : documents.Any(document => document.Path == full && document.Anchors.Contains(fragment));
    }

    private static string Resolve(string document, string path)
    {
        var parts = new Stack<string>(document.Split('/')[..^1]);
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                parts.TryPop(out _);
            }
            else if (part is not ("" or "."))
            {
                parts.Push(part);
            }
        }

        return string.Join('/', parts.Reverse());
    }
}
