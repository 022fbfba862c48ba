using System.Diagnostics;

namespace ThreeDb.LocalPostgres;

/// <summary>The environment of servers and of what creates them: nothing of the caller's.</summary>
internal static class CleanEnvironment
{
    public static void Apply(ProcessStartInfo start)
    {
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
    }
}
