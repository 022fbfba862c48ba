namespace ThreeDb.LocalPostgres;

/// <summary>Finds the Debian mirror that the machine itself uses, in both formats of sources.list(5).</summary>
internal static class AptSources
{
    // Suites of the main archive. "bookworm-security" and the like are other archives; Ubuntu's and others' have other names.
    private static readonly HashSet<string> Suites = new(StringComparer.Ordinal)
    {
        "buster", "bullseye", "bookworm", "trixie", "forky", "duke", "sid", "oldoldstable", "oldstable", "stable", "testing", "unstable",
    };

    /// <summary>The URI of the first enabled Debian main archive, or null.</summary>
    public static string? FindMirror(string aptFolder)
    {
        var parts = Path.Combine(aptFolder, "sources.list.d");
        return Existing(Path.Combine(aptFolder, "sources.list"))
            .Concat(Directory.Exists(parts) ? Directory.EnumerateFiles(parts).Order(StringComparer.Ordinal) : [])
            .SelectMany(Read)
            .Where(entry => entry.Components.Contains("main") && entry.Suites.Any(Suites.Contains))
            .SelectMany(entry => entry.Uris)
            .Where(uri => uri.Contains(":/", StringComparison.Ordinal) && !uri.StartsWith("cdrom:", StringComparison.Ordinal))
            .Select(uri => uri.TrimEnd('/'))
            .FirstOrDefault();
    }

    private static IEnumerable<string> Existing(string file) => File.Exists(file) ? [file] : [];

    private static IEnumerable<AptSource> Read(string file)
    {
        try
        {
            return Path.GetExtension(file) switch
            {
                ".list" => File.ReadLines(file).Select(AptSource.FromLine).OfType<AptSource>().ToList(),
                ".sources" => AptSource.FromStanzas(File.ReadLines(file)).ToList(),
                _ => [],
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // A file with credentials, for root only: the next one may do.
        }
    }
}
