namespace ThreeDb.Cli.Tests.CommandLine;

public sealed class TargetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("3db-target-test-");
    private readonly Dictionary<string, string> _variables = [];

    [Fact]
    public void Flag_goes_before_environment_before_project_before_user()
    {
        WriteUser("""{"url": "http://user:1"}""");
        Assert.Equal("http://user:1/", Find().Url.ToString());
        WriteProject("""{"url": "http://project:1", "project": "p"}""");
        Assert.Equal("http://project:1/", Find().Url.ToString());
        Assert.Equal("p", Find().Project);
        _variables["THREEDB_URL"] = "http://environment:1";
        Assert.Equal("http://environment:1/", Find().Url.ToString());
        Assert.Equal("http://flag:1/", Find("http://flag:1").Url.ToString());
    }

    [Fact]
    public void Key_of_the_user_is_not_sent_to_an_address_that_a_project_names()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "key"), "3db_secret\n");
        WriteUser($$"""{"url": "http://user:1", "keyFile": "{{Path.Combine(_folder.FullName, "key")}}"}""");
        Assert.Equal("3db_secret", Find().Key);
        WriteProject("""{"url": "http://elsewhere:1"}""");
        Assert.Null(Find().Key);
    }

    [Fact]
    public void Key_comes_from_file_or_stdin_or_environment()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "key"), "from-file\n");
        _variables["THREEDB_URL"] = "http://x:1";
        _variables["THREEDB_API_KEY"] = "from-environment";
        Assert.Equal("from-environment", Find().Key);
        Assert.Equal("from-file", Find(keyFile: "../../key").Key);
        Assert.Equal("from-stdin", Find(keyFile: "-").Key);
    }

    [Theory]
    [InlineData("""{"ulr": "http://x:1"}""", "did you mean 'url'?")]
    [InlineData("""{"url": 5}""", "'url' is a string")]
    [InlineData("""{"url": "ftp://x"}""", "not the address of a server")]
    [InlineData("nonsense", "is not valid")]
    public void Faulty_settings_name_the_file_and_the_fault(string text, string expected)
    {
        WriteProject(text);

        var fault = Assert.Throws<ThreeDbException>(() => Find());

        Assert.Equal(ErrorCodes.InvalidConfiguration, fault.Code);
        Assert.Contains(SettingsFile.ProjectFile, fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Target Find(string? url = null, string? keyFile = null)
    {
        _variables["HOME"] = _folder.FullName;
        return Target.Find(url, keyFile, new Shell
        {
            Output = Stream.Null,
            Error = TextWriter.Null,
            Input = new MemoryStream("from-stdin"u8.ToArray()),
            Folder = _folder.CreateSubdirectory("deep/down").FullName,
            Variable = name => _variables.GetValueOrDefault(name),
        });
    }

    private void WriteProject(string text) => File.WriteAllText(Path.Combine(_folder.FullName, SettingsFile.ProjectFile), text);

    private void WriteUser(string text) => File.WriteAllText(Path.Combine(_folder.CreateSubdirectory(".config/3db").FullName, "config.json"), text);
}
