using System.Diagnostics;
using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>
/// A server to start so that it outlives 3db: in a session of its own, with its output in a file, as a user without privileges.
/// </summary>
/// <param name="Identity">Who it runs as.</param>
/// <param name="WorkingFolder">Its working folder, by which it is recognized later.</param>
/// <param name="LogFile">Where its output goes; the last run's is kept beside it with the suffix <c>.1</c>.</param>
/// <param name="ProcessFile">Where to write its process id, or an empty text.</param>
/// <param name="Command">The program and its arguments.</param>
internal sealed record ServerLaunch(
    ServerIdentity Identity, string WorkingFolder, string LogFile, string ProcessFile, IReadOnlyList<string> Command)
{
    /// <summary>The most memory, in bytes of address space, that the server may ask the machine for; no limit when null.</summary>
    public long? AddressSpace { get; init; }

    // Runs as the server's user, so that root neither writes nor reads in a folder that somebody else can change. Every
    // step is an exec: the process that is started stays the server's process.
    private const string Script =
        """
        umask 077
        cd "$1" || exit
        [ ! -f "$2" ] || mv -f "$2" "$2.1"
        exec >"$2" 2>&1 </dev/null
        [ -z "$3" ] || echo $$ >"$3"
        [ -z "$4" ] || ulimit -v "$4" || exit
        shift 4
        exec "$@"
        """;

    /// <summary>Starts it. The process ends when the server does, or when it could not be started.</summary>
    public Process Start(Machine machine)
    {
        var setsid = machine.FindTool("setsid")
            ?? throw new ThreeDbException(ErrorCodes.ServerDidNotStart, "A server cannot be started: there is no 'setsid' on the PATH.",
                "Install the package 'util-linux'.");
        var call = Identity.Wrap(new ToolCall("/bin/sh", ["-c", Script, "server", WorkingFolder, LogFile, ProcessFile, AddressSpace is { } bytes ? (bytes / 1024).ToString(CultureInfo.InvariantCulture) : "", .. Command]));
        var start = new ProcessStartInfo(setsid, [call.File, .. call.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        CleanEnvironment.Apply(start);
        start.Environment["HOME"] = WorkingFolder;
        return Process.Start(start)!;
    }
}
