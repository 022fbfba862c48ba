using System.Runtime.InteropServices;

namespace ThreeDb.LocalPostgres;

/// <summary>What is needed to fetch packages on this machine. <see cref="Find"/> says what is missing.</summary>
/// <param name="AptGet">The path of apt-get.</param>
/// <param name="AptCache">The path of apt-cache.</param>
/// <param name="AptConfig">The path of apt-config.</param>
/// <param name="DpkgDeb">The path of dpkg-deb.</param>
/// <param name="Mirror">The URI of a Debian archive.</param>
/// <param name="Architecture">How Debian calls this machine's processor.</param>
internal sealed record AptTools(string AptGet, string AptCache, string AptConfig, string DpkgDeb, string Mirror, string Architecture)
{
    /// <summary>How Debian calls a processor, or null when the private runtime does not support it.</summary>
    public static string? DebianName(Architecture architecture) => architecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => null,
    };

    /// <summary>Finds everything, or throws what is missing and how to get it.</summary>
    public static AptTools Find(Machine machine, string? mirror)
    {
        if (!machine.IsLinux || DebianName(machine.Architecture) is not { } architecture)
        {
            throw new ThreeDbException(ErrorCodes.UnsupportedMachine,
                "Packages can be used on Linux with an x86-64 or arm64 processor, "
                + $"not on {RuntimeInformation.OSDescription} with {machine.Architecture}.");
        }

        if (!File.Exists(machine.DebianKeyring))
        {
            throw new ThreeDbException(ErrorCodes.NoRuntime,
                $"Packages cannot be verified: '{machine.DebianKeyring}' is missing.",
                "Install the package 'debian-archive-keyring'" + ClosedWays.OrNameOne);
        }

        return new AptTools(
            Tool(machine, "apt-get"), Tool(machine, "apt-cache"), Tool(machine, "apt-config"), Tool(machine, "dpkg-deb"),
            mirror ?? FindMirror(machine), architecture);
    }

    /// <summary>The path of a program.</summary>
    public static string Tool(Machine machine, string name) => machine.FindTool(name)
        ?? throw new ThreeDbException(ErrorCodes.NoRuntime, $"Packages cannot be fetched: there is no '{name}' on the PATH.",
            "Have apt and dpkg on the PATH, as Debian and Ubuntu do" + ClosedWays.OrNameOne);

    private static string FindMirror(Machine machine) => AptSources.FindMirror(machine.AptFolder)
        ?? throw new ThreeDbException(ErrorCodes.NoRuntime,
            $"Packages cannot be fetched: '{machine.AptFolder}' names no mirror of Debian's main archive.",
            "Set THREEDB_APT_MIRROR to the URI of one" + ClosedWays.OrNameOne);
}
