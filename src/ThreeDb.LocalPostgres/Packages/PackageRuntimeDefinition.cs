using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ThreeDb.LocalPostgres;

/// <summary>A set of Debian packages that together run some programs without being installed.</summary>
/// <param name="Name">A name for people and folders: small letters, digits, <c>.</c> and <c>-</c>.</param>
/// <param name="Packages">The packages with every library they load, libc6 included: dependencies are not resolved.</param>
/// <param name="Executables">
/// Programs to make runnable, relative to the root; a last segment <c>*</c> means all ELF programs of the folder.
/// </param>
public sealed partial record PackageRuntimeDefinition(string Name, IReadOnlyList<string> Packages, IReadOnlyList<string> Executables)
{
    private const string Format = "1"; // Changes when the same packages would be laid out otherwise.

    /// <summary>Packages of npm beside them; none by default.</summary>
    public IReadOnlyList<NpmPackage> Npm { get; init; } = [];

    /// <summary>The same with further packages, under a name of its own.</summary>
    public PackageRuntimeDefinition With(string name, params IReadOnlyList<string> packages) =>
        this with { Name = name, Packages = [.. Packages, .. packages] };

    /// <summary>The name of the folder for this definition: another list of packages never meets what an older list left.</summary>
    internal string FolderName(string architecture)
    {
        string[] parts = [Format, AptConfiguration.Suite, architecture, .. Packages.Order(StringComparer.Ordinal), "", .. Executables, .. Npm.Select(package => $"{package} {package.Integrity}")];
        var text = string.Join('\n', parts);
        return $"{Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10]}";
    }

    internal void Validate()
    {
        if (!NamePattern().IsMatch(Name))
        {
            throw new ArgumentException($"'{Name}' is not a name for a runtime.");
        }

        // Names go to apt's command line: the pattern is Debian policy 5.6.1, and a '-' cannot come first.
        if (Packages.FirstOrDefault(package => !PackagePattern().IsMatch(package)) is { } bad)
        {
            throw new ArgumentException($"'{bad}' is not the name of a Debian package.");
        }

        if (Executables.Concat(Npm.Select(package => package.Folder)).FirstOrDefault(path => path.StartsWith('/') || path.Split('/').Contains("..")) is { } outside)
        {
            throw new ArgumentException($"'{outside}' is not a path below the root of a runtime.");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[a-z0-9][a-z0-9+.-]+$")]
    private static partial Regex PackagePattern();
}
