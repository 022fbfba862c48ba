using System.Runtime.InteropServices;

namespace ThreeDb.LocalPostgres.Tests;

public sealed class MissingToolsTests
{
    [Fact]
    public async Task Machine_without_apt_and_containers_gets_every_reason_and_the_remedy()
    {
        await using var scratch = new Scratch();
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = scratch["no-programs"], ["THREEDB_DATA"] = scratch["data"], ["THREEDB_CACHE"] = scratch["cache"],
        };

        var answer = await Driver.RunAsync(environment, ["ensure"]);

        Assert.SkipWhen(answer.Source == "Installed", "this machine has a PostgreSQL with pgvector");
        Assert.Equal("TDB5004", answer.Code);
        Assert.Contains("apt-get", answer.Message, StringComparison.Ordinal);
        Assert.Contains("docker", answer.Message, StringComparison.Ordinal);
        Assert.Contains("podman", answer.Message, StringComparison.Ordinal);
        Assert.EndsWith("there is no docker; there is no podman.", answer.Message, StringComparison.Ordinal);
        Assert.StartsWith("One of these is enough. Set THREEDB_POSTGRES to a connection string. ", answer.Hint, StringComparison.Ordinal);
        Assert.EndsWith(" Have apt and dpkg on the PATH, as Debian and Ubuntu do. Install Docker or Podman.", answer.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_without_Debians_keyring_is_told_which_package_has_it()
    {
        Prerequisite.Packages();
        var exception = await Expect.FailsAsync(ErrorCodes.NoRuntime, () => EnsureAsync(new Machine { DebianKeyring = "/nowhere.gpg" }));

        Assert.Contains("debian-archive-keyring", exception.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_without_a_Debian_mirror_is_told_how_to_name_one()
    {
        Prerequisite.Packages();
        var exception = await Expect.FailsAsync(ErrorCodes.NoRuntime, () => EnsureAsync(new Machine { AptFolder = "/nowhere" }));

        Assert.Contains("THREEDB_APT_MIRROR", exception.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_without_npm_is_told_what_needs_it_and_the_way_around()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var programs = Directory.CreateDirectory(scratch["programs"]).FullName;
        foreach (var name in new[] { "apt-get", "apt-cache", "apt-config", "dpkg-deb", "tar" })
        {
            File.CreateSymbolicLink(Path.Combine(programs, name), Machine.Current.FindTool(name)!);
        }

        var machine = new Machine { Variable = name => name == "PATH" ? programs : null };
        var exception = await Expect.FailsAsync(ErrorCodes.DownloadFailed, () => EnsureAsync(machine, KnownRuntimes.FalkorDb));

        Assert.Contains("@falkordblite/linux-x64@8.2.3-falkordb.4.16.3 cannot be fetched: there is no 'npm' on the PATH.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("give its address to the projection", exception.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_of_npm_for_another_processor_is_refused()
    {
        Prerequisite.Packages();
        var exception = await Expect.FailsAsync(ErrorCodes.UnsupportedMachine, () => EnsureAsync(new Machine { Architecture = Architecture.Arm64 }, KnownRuntimes.FalkorDb));

        Assert.Contains("@falkordblite/linux-x64 is for amd64; this machine has Arm64.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Processor_that_is_not_supported_is_refused() =>
        Expect.FailsAsync(ErrorCodes.UnsupportedMachine, () => EnsureAsync(new Machine { Architecture = Architecture.RiscV64 }));

    private static Task<PackageRuntime> EnsureAsync(Machine machine, PackageRuntimeDefinition? definition = null) =>
        new PackageStore(new PackageStoreOptions { CacheFolder = "/nowhere" }, TimeProvider.System, machine)
            .EnsureAsync(definition ?? HelloRuntime.Definition, null, TestContext.Current.CancellationToken);
}
