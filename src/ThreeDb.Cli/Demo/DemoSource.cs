using ThreeDb.DebianCatalogue;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary>Where the demo's catalogue comes from: Debian's lists by way of apt, else the sample that comes with 3db.</summary>
internal static class DemoSource
{
    public static async Task<(Catalogue Catalogue, string Source)> ReadAsync(Call call, int? limit, IProgress<ProvisionProgress> progress)
    {
        var apt = new PackageStore(new PackageStoreOptions(), call.Shell.Time).Apt;
        try
        {
            await apt.EnsureListsAsync(TimeSpan.MaxValue, progress, call.Token);
        }
        catch (ThreeDbException e)
        {
            call.Screen.Warn($"{e.Message} The demo goes on with the sample that comes with 3db.");
            return (await Catalogue.ReadSampleAsync(call.Token), "a sample that comes with 3db (Debian 13)");
        }

        // The two lists are read side by side: packages, and the long descriptions that belong to them.
        var catalogue = await apt.ReadAptCacheAsync(["dumpavail"],
            packages => apt.ReadListAsync(apt.TranslationList!,
                translations => Catalogue.ReadAsync(packages, translations, limit, call.Token), call.Token), call.Token);
        return (catalogue, "Debian 13 (trixie), main, by way of apt");
    }
}
