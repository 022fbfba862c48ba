namespace ThreeDb.Architecture;

public sealed class SolutionTests
{
    private const string Lock = "src/ThreeDb.Text/packages.lock.json";
    private const string Path = "src/ThreeDb.Text/ThreeDb.Text.csproj";

    private static readonly ProjectFile Project = new("ThreeDb.Text", Path);

    [Fact]
    public void Projects_are_in_the_solution_with_locked_packages() =>
        Expect.None(SolutionRules.Faults(ProjectFile.All, SolutionRules.Paths(Repository.Read("ThreeDb.slnx")), Repository.Tracked));

    [Fact]
    public void A_project_outside_of_the_solution_is_a_fault() =>
        Assert.Equal([$"{Path} is not in ThreeDb.slnx."], SolutionRules.Faults([Project], [], new HashSet<string> { Lock }));

    [Fact]
    public void A_path_that_leads_nowhere_is_a_fault() => Assert.Equal(
        ["ThreeDb.slnx names src/Gone/Gone.csproj, which is not there."],
        SolutionRules.Faults([Project], SolutionRules.Paths($"""<Solution><Project Path="{Path}" /><Project Path="src/Gone/Gone.csproj" /></Solution>"""), new HashSet<string> { Lock }));

    [Fact]
    public void Unlocked_packages_are_a_fault() =>
        Assert.Equal([$"{Lock} is not committed."], SolutionRules.Faults([Project], [Path], new HashSet<string>()));

    [Theory]
    [InlineData("""<PackageReference Include="Npgsql" Version="10.0.0" />""")]
    [InlineData("""<PackageReference Include="Npgsql" VersionOverride="10.0.0" />""")]
    [InlineData("""<PackageReference Include="Npgsql"><Version>10.0.0</Version></PackageReference>""")]
    public void A_version_in_a_project_is_a_fault(string reference)
    {
        var project = ProjectFile.Parse(Path, $"<Project><ItemGroup>{reference}</ItemGroup></Project>");
        Assert.Equal([$"{Path} gives Npgsql a version; that belongs into Directory.Packages.props."], SolutionRules.Faults([project], [Path], new HashSet<string> { Lock }));
    }
}
