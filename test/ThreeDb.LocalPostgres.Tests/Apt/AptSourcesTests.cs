namespace ThreeDb.LocalPostgres.Tests;

public sealed class AptSourcesTests
{
    [Theory]
    [InlineData("deb http://mirror.example/debian bookworm main contrib", "http://mirror.example/debian")]
    [InlineData("deb [arch=amd64 signed-by=/a b.gpg]  https://mirror.example/debian/  trixie  main", "https://mirror.example/debian")]
    [InlineData("# a comment\ndeb\thttp://mirror.example/debian stable main # and another", "http://mirror.example/debian")]
    [InlineData("deb mirror+file:/etc/apt/mirrors/debian.list bookworm main", "mirror+file:/etc/apt/mirrors/debian.list")]
    [InlineData("deb-src http://mirror.example/debian bookworm main", null)]
    [InlineData("deb http://mirror.example/debian-security bookworm-security main", null)]
    [InlineData("deb http://mirror.example/debian bookworm contrib", null)]
    [InlineData("deb http://mirror.example/ubuntu noble main", null)]
    [InlineData("deb cdrom:[Debian]/ bookworm main", null)]
    [InlineData("deb", null)]
    [InlineData("", null)]
    public async Task Mirror_in_a_line_is_found_when_it_is_the_main_archive(string text, string? expected) =>
        Assert.Equal(expected, await FindAsync("sources.list", text));

    [Theory]
    [InlineData("Types: deb deb-src|URIs: http://one.example/debian http://two.example/debian|Suites: sid x|Components: main", "one")]
    [InlineData("Types: deb|URIs: http://off.example/debian|Suites: sid|Components: main|Enabled: no", null)]
    [InlineData("Types: deb|URIs: http://off.example/debian|Suites: x|Components: main||"
        + "# next|Types: deb|URIs: http://on.example/debian|Suites: trixie|Components: main", "on")]
    [InlineData("types: deb|uris:| http://folded.example/debian|suites: trixie|components: contrib| main", "folded")]
    [InlineData("Types: deb-src|URIs: http://one.example/debian|Suites: bookworm|Components: main", null)]
    public async Task Mirror_in_a_stanza_is_found_when_it_is_enabled(string text, string? host)
    {
        var mirror = await FindAsync("sources.list.d/debian.sources", text.Replace('|', '\n'));
        Assert.Equal(host is null ? null : $"http://{host}.example/debian", mirror);
    }

    [Fact]
    public async Task Mirror_in_a_file_of_another_kind_is_not_taken() =>
        Assert.Null(await FindAsync("sources.list.d/debian.sources.disabled", "deb http://mirror.example/debian bookworm main"));

    [Fact]
    public void Machine_settings_keep_what_reaches_the_mirror_and_drop_the_rest() => Assert.Equal(
        ["Acquire::Check-Date \"false\";", "Acquire::http::Proxy \"http://proxy:3128\";", "Acquire::https::Verify-Peer \"true\";"],
        AptMachineSettings.Select(
            """
            Acquire "";
            Acquire::AllowInsecureRepositories "1";
            Acquire::Check-Date "false";
            Acquire::http::Proxy "http://proxy:3128";
            Acquire::https::Verify-Peer "true";
            Acquire::Languages:: "none";
            Acquire::GzipIndexes "true";
            """));

    private static async Task<string?> FindAsync(string file, string text)
    {
        await using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["sources.list.d"]);
        await File.WriteAllTextAsync(scratch[file], text + "\n", TestContext.Current.CancellationToken);
        return AptSources.FindMirror(scratch.Folder);
    }
}
