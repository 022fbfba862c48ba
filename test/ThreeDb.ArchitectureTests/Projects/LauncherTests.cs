using System.Text.RegularExpressions;

namespace ThreeDb.Architecture;

/// <summary>The launcher builds again when what the program is made of has changed.</summary>
public sealed partial class LauncherTests
{
    private static readonly IReadOnlySet<string> Looked = Sources().Match(Repository.Read("3db")) is { Success: true } found
        ? Folder().Matches(found.Value).Select(match => match.Groups[1].Value).ToHashSet()
        : throw new InvalidOperationException("The launcher has no list of sources.");

    [Fact]
    public void Launcher_looks_at_the_folder_of_every_project_of_the_program() =>
        Expect.None(Parts("ThreeDb.Cli").Where(project => !Looked.Contains(project.Area)).Select(project => $"{project.Path} is a part of the program, and the launcher does not look at {project.Area}/."));

    [Fact]
    public void Launcher_looks_at_the_folder_of_every_file_that_a_project_takes_from_elsewhere() =>
        Expect.None(from project in Parts("ThreeDb.Cli").Append(ProjectFile.All.First(project => project.Name == "ThreeDb.Cli"))
                    from Match match in Elsewhere().Matches(Repository.Read(project.Path))
                    let folder = match.Groups[1].Value
                    where !Looked.Contains(folder) && !Looked.Contains(match.Groups[2].Value)
                    select $"{project.Path} takes {match.Value}, and the launcher does not look at {folder}/.");

    private static IReadOnlySet<ProjectFile> Parts(string name)
    {
        var parts = new HashSet<ProjectFile>();
        var open = new Queue<string>([name]);
        while (open.TryDequeue(out var next))
        {
            foreach (var reference in ProjectFile.All.First(project => project.Name == next).References.Select(name => ProjectFile.All.First(project => project.Name == name)))
            {
                if (parts.Add(reference))
                {
                    open.Enqueue(reference.Name);
                }
            }
        }

        return parts;
    }

    [GeneratedRegex(@"(?s)^sources\(\) \{.*?^\}", RegexOptions.Multiline)]
    private static partial Regex Sources();

    [GeneratedRegex(@"""\$root/([^""]+)""")]
    private static partial Regex Folder();

    // ../../eng/File.cs, ../../docs/errors/…: the folder, and the folder with the one below it.
    [GeneratedRegex(@"<(?!ProjectReference)\w+ Include=""(?:\.\./)+(?=([\w.]+)/)([\w.]+/[\w.]+)[^""]*")]
    private static partial Regex Elsewhere();
}
