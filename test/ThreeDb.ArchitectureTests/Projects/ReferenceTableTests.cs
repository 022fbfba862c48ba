namespace ThreeDb.Architecture;

public sealed class ReferenceTableTests
{
    [Fact]
    public void References_follow_the_table() => Expect.None(ReferenceTable.Faults(ProjectFile.All));

    [Fact]
    public void The_projects_are_read() =>
        Assert.Contains(ProjectFile.All, project => project.Name == "ThreeDb.Postgres" && project.Packages.Contains("Npgsql") && project.References.Contains("ThreeDb.Abstractions"));

    [Theory]
    [InlineData("src/ThreeDb.Graph", "ThreeDb.Text", "ThreeDb.Graph references ThreeDb.Text, which is not below it.")]
    [InlineData("src/ThreeDb.Postgres", "ThreeDb.Query", "ThreeDb.Postgres references ThreeDb.Query, which is not below it.")]
    [InlineData("src/ThreeDb.Query", "ThreeDb", "ThreeDb.Query references ThreeDb, which is not below it.")]
    [InlineData("src/ThreeDb", "ThreeDb.Server", "ThreeDb references ThreeDb.Server, which is not below it.")]
    [InlineData("src/ThreeDb.Server", "ThreeDb.Testing", "ThreeDb.Server references ThreeDb.Testing, which is not below it.")]
    [InlineData("src/ThreeDb.Server", "ThreeDb.DebianCatalogue", "ThreeDb.Server references ThreeDb.DebianCatalogue, which is not below it.")]
    [InlineData("src/ThreeDb.Client", "ThreeDb.Bitmaps", "ThreeDb.Client references ThreeDb.Bitmaps, which is not below it.")]
    [InlineData("src/ThreeDb.Abstractions", "ThreeDb.Bitmaps", "ThreeDb.Abstractions references ThreeDb.Bitmaps, which is not below it.")]
    [InlineData("connectors/ThreeDb.Connectors.Age", "ThreeDb.Sync", "ThreeDb.Connectors.Age references ThreeDb.Sync; a connector knows ThreeDb.Abstractions only.")]
    [InlineData("connectors/ThreeDb.Connectors.Age", "ThreeDb.Connectors.Resp", "ThreeDb.Connectors.Age references ThreeDb.Connectors.Resp; a connector knows ThreeDb.Abstractions only.")]
    public void An_arrow_that_does_not_point_down_is_a_fault(string folder, string reference, string fault)
    {
        var name = Path.GetFileName(folder);
        Assert.Equal([fault], ReferenceTable.Faults([new ProjectFile(name, $"{folder}/{name}.csproj") { References = [reference] }]));
    }

    [Theory]
    [InlineData("ThreeDb.Connectors.FalkorDb")]
    [InlineData("ThreeDb.Connectors.Valkey")]
    public void Connectors_of_servers_that_speak_RESP_share_its_client(string name) =>
        Assert.Empty(ReferenceTable.Faults([new ProjectFile(name, $"connectors/{name}/{name}.csproj") { References = ["ThreeDb.Abstractions", "ThreeDb.Connectors.Resp"] }]));

    [Fact]
    public void A_project_without_a_place_is_a_fault() =>
        Assert.Equal(["ThreeDb.Extras has no place in the table of layers."], ReferenceTable.Faults([new ProjectFile("ThreeDb.Extras", "src/ThreeDb.Extras/ThreeDb.Extras.csproj")]));

    [Theory]
    [InlineData("src/ThreeDb.Server", 1)]
    [InlineData("samples/ThreeDb.Shop", 1)]
    [InlineData("connectors/ThreeDb.Connectors.Neo4j", 1)]
    [InlineData("connectors/ThreeDb.Connectors.Age", 0)]
    [InlineData("src/ThreeDb.Postgres", 0)]
    [InlineData("test/ThreeDb.Some.Tests", 0)]
    [InlineData("bench/ThreeDb.Benchmarks", 0)]
    public void Npgsql_outside_of_the_store_is_a_fault(string folder, int faults)
    {
        var name = Path.GetFileName(folder);
        Assert.Equal(faults, ReferenceTable.Faults([new ProjectFile(name, $"{folder}/{name}.csproj") { Packages = ["Npgsql"] }]).Count);
    }

    [Theory]
    [InlineData("""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Polly.Core" /></ItemGroup></Project>""")]
    [InlineData("""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup></Project>""")]
    [InlineData("""<Project Sdk="Microsoft.NET.Sdk.Web"></Project>""")]
    public void Dependencies_of_the_contracts_are_a_fault(string xml) => Assert.Equal(
        ["ThreeDb.Abstractions has dependencies; it uses the BCL only."],
        ReferenceTable.Faults([ProjectFile.Parse("src/ThreeDb.Abstractions/ThreeDb.Abstractions.csproj", xml)]));
}
