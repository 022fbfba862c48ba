using System.Xml.Linq;

namespace ThreeDb.Architecture;

/// <summary>What the rules want to know of a project.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The path of its file from the root.</param>
internal sealed record ProjectFile(string Name, string Path)
{
    /// <summary>The names of the projects that it references.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The names of the packages that it references.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>The shared frameworks that it references, the web SDK's included.</summary>
    public IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>The packages that it gives a version of its own.</summary>
    public IReadOnlyList<string> Versioned { get; init; } = [];

    /// <summary>src, connectors, test, bench or samples.</summary>
    public string Area => Path[..Path.IndexOf('/', StringComparison.Ordinal)];

    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>All projects of the repository.</summary>
    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. Repository.Files.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).Select(path => Parse(path, Repository.Read(path)))];

    public static ProjectFile Parse(string path, string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        IEnumerable<string> Included(string element) => root.Descendants(element).Select(item => (string?)item.Attribute("Include")).OfType<string>();
        return new ProjectFile(System.IO.Path.GetFileNameWithoutExtension(path), path)
        {
            References = [.. Included("ProjectReference").Select(System.IO.Path.GetFileNameWithoutExtension).OfType<string>()],
            Packages = [.. Included("PackageReference")],
            Frameworks = [.. Included("FrameworkReference"), .. (string?)root.Attribute("Sdk") == "Microsoft.NET.Sdk.Web" ? ["Microsoft.AspNetCore.App"] : Array.Empty<string>()],
            Versioned = [.. root.Descendants("PackageReference")
                .Where(item => item.Attribute("Version") is not null || item.Attribute("VersionOverride") is not null || item.Element("Version") is not null)
                .Select(item => (string)item.Attribute("Include")!)],
        };
    }
}
