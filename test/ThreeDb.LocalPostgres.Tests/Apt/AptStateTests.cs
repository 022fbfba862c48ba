namespace ThreeDb.LocalPostgres.Tests;

public sealed class AptStateTests
{
    [Fact]
    public async Task Lists_once_fetched_give_packages_and_descriptions()
    {
        Prerequisite.Packages();
        var apt = Scratch.SharedStore().Apt;
        var token = TestContext.Current.CancellationToken;
        await apt.EnsureListsAsync(TimeSpan.FromDays(365), null, token);

        var packages = await apt.ReadAptCacheAsync(["dumpavail"], stream => CountAsync(stream, "Package: "), token);
        var descriptions = await apt.ReadListAsync(apt.TranslationList!, stream => CountAsync(stream, "Description-en: "), token);

        Assert.InRange(packages, 50_000, 200_000);
        Assert.InRange(descriptions, 50_000, 200_000);
    }

    [Fact]
    public async Task Lists_that_are_there_are_not_fetched_again()
    {
        Prerequisite.Packages();
        var token = TestContext.Current.CancellationToken;
        var cache = new PackageStoreOptions { CacheFolder = Scratch.SharedCache };
        await new PackageStore(cache).Apt.EnsureListsAsync(TimeSpan.FromDays(365), null, token);

        var reports = new Reports();
        var offline = new PackageStoreOptions { CacheFolder = Scratch.SharedCache, Mirror = "http://127.0.0.1:9/debian" };
        await new PackageStore(offline).Apt.EnsureListsAsync(TimeSpan.FromDays(365), reports, token);

        Assert.Empty(reports.All);
    }

    [Fact]
    public async Task List_that_is_not_there_fails_with_what_apt_said()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var apt = new PackageStore(new PackageStoreOptions { CacheFolder = scratch["cache"] }).Apt;

        Assert.Null(apt.PackagesList);
        var token = TestContext.Current.CancellationToken;
        await Expect.FailsAsync(ErrorCodes.DownloadFailed,
            () => apt.ReadListAsync(scratch["nothing"], stream => CountAsync(stream, ""), token));
    }

    private static async Task<int> CountAsync(Stream lines, string beginning)
    {
        using var reader = new StreamReader(lines);
        var count = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            count += line.StartsWith(beginning, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    [Fact]
    public async Task Private_configuration_hides_the_machines_hooks_and_keeps_its_proxy()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var tools = AptTools.Find(Machine.Current, "http://mirror.example/debian");
        var file = AptConfiguration.Write(scratch["apt"], tools.Mirror, Machine.Current.DebianKeyring, tools.Architecture,
            ["Acquire::http::Proxy \"http://proxy:3128\";"]);
        var call = new ToolCall(tools.AptConfig, "dump") { Variables = new Dictionary<string, string> { ["APT_CONFIG"] = file } };

        var dump = (await ToolProcess.RunAsync(call, TestContext.Current.CancellationToken)).Output;

        Assert.Contains("Acquire::http::Proxy \"http://proxy:3128\"", dump, StringComparison.Ordinal);
        Assert.Contains("Acquire::Languages:: \"en\"", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("APT::Update::Post-Invoke", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("DPkg::Post-Invoke", dump, StringComparison.Ordinal);
    }
}
