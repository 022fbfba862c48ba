using System.Runtime.InteropServices;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary>Looks at what 3db needs of the machine.</summary>
internal static class MachineChecks
{
    private const long LittleSpace = 2_000_000_000;
    private const long NoSpace = 200_000_000;
    private static readonly string[] ContainerTools = ["docker", "podman"];

    public static IEnumerable<Check> All(DataFolder folder, LocalPostgresStatus? postgres, Shell shell)
    {
        yield return Check.Ok("runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        yield return Writable(folder);
        yield return Space(folder);
        if (postgres is { State: not LocalPostgresState.External })
        {
            yield return Zones();
            yield return Runtime(postgres, shell);
        }
    }

    private static Check Writable(DataFolder folder)
    {
        const string Name = "data folder";
        try
        {
            folder.Create();
            var probe = Path.Combine(folder.Root, $".doctor-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return Check.Ok(Name, $"'{folder.Root}' is writable");
        }
        catch (ThreeDbException e)
        {
            return Check.Fail(Name, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Check.Fail(Name, $"'{folder.Root}' is not writable for {Environment.UserName}: {e.Message}", "Change its owner, or choose another folder (THREEDB_DATA).");
        }
    }

    private static Check Space(DataFolder folder)
    {
        const string Name = "disk space";
        const string Remedy = "Free some space, or move the data to another disk (THREEDB_DATA).";
        try
        {
            var free = new DriveInfo(folder.Root).AvailableFreeSpace;
            var detail = $"{Quantity.Bytes(free)} free";
            return free < NoSpace ? Check.Fail(Name, detail, Remedy) : free < LittleSpace ? Check.Warn(Name, detail, Remedy) : Check.Ok(Name, detail);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Check.Unknown(Name, e.Message);
        }
    }

    private static Check Zones() => File.Exists("/usr/share/zoneinfo/UTC") || File.Exists("/usr/share/zoneinfo/Etc/UTC")
        ? Check.Ok("time zones", "/usr/share/zoneinfo is there")
        : Check.Fail("time zones", "/usr/share/zoneinfo is missing; the local PostgreSQL needs it", "Install the package 'tzdata', or set THREEDB_POSTGRES.");

    private static Check Runtime(LocalPostgresStatus postgres, Shell shell)
    {
        const string Name = "PostgreSQL programs";
        if (postgres.Source is { } source)
        {
            return Check.Ok(Name, $"{StrictObject.WordOf(source)}, version {postgres.Version ?? Quantity.Unknown}");
        }

        var tools = (shell.Setting("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        bool Has(string tool) => tools.Any(folder => File.Exists(Path.Combine(folder, tool)));
        return Has("apt-get") ? Check.Ok(Name, "not fetched yet; apt is here to fetch them")
            : ContainerTools.Any(Has) ? Check.Ok(Name, "none yet; a container engine is here")
            : Check.Warn(Name, "none yet, and neither apt nor a container engine is here", "Install PostgreSQL 16 or newer with pgvector, or set THREEDB_POSTGRES.");
    }
}
