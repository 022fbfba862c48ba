using System.Xml.Linq;

namespace ThreeDb.Architecture;

/// <summary>What every project has in common: it is in the solution, its packages are locked, and their versions stand in one place.</summary>
internal static class SolutionRules
{
    /// <summary>The paths of the projects in a solution file.</summary>
    public static IReadOnlyList<string> Paths(string slnx) =>
        [.. XDocument.Parse(slnx).Descendants("Project").Select(project => (string)project.Attribute("Path")!)];

    /// <summary>Every breach, as a sentence.</summary>
    /// <param name="projects">The projects.</param>
    /// <param name="solution">The paths of the projects in the solution.</param>
    /// <param name="tracked">The paths that git has.</param>
    public static IReadOnlyList<string> Faults(IReadOnlyList<ProjectFile> projects, IReadOnlyList<string> solution, IReadOnlySet<string> tracked) =>
    [
        .. projects.Where(project => !solution.Contains(project.Path)).Select(project => $"{project.Path} is not in ThreeDb.slnx."),
        .. solution.Where(path => projects.All(project => project.Path != path)).Select(path => $"ThreeDb.slnx names {path}, which is not there."),
        .. projects.Where(project => !tracked.Contains(project.Folder + "/packages.lock.json")).Select(project => $"{project.Folder}/packages.lock.json is not committed."),
        .. projects.SelectMany(project => project.Versioned.Select(package => $"{project.Path} gives {package} a version; that belongs into Directory.Packages.props.")),
    ];
}
