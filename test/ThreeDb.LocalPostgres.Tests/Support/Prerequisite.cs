using System.Runtime.InteropServices;

namespace ThreeDb.LocalPostgres.Tests;

/// <summary>What a test needs of the machine. What is missing skips the test at home and fails it where the variable CI is set.</summary>
internal static class Prerequisite
{
    /// <summary>Linux with Debian's tools and a mirror: what the private runtime needs.</summary>
    public static void Packages()
    {
        try
        {
            AptTools.Find(Machine.Current, null);
        }
        catch (ThreeDbException exception)
        {
            Missing(exception.Message);
        }
    }

    /// <summary>A program of the machine.</summary>
    public static void Tool(string name)
    {
        if (Machine.Current.FindTool(name) is null)
        {
            Missing($"there is no {name}");
        }
    }

    /// <summary>
    /// Skips a test that only root can run. Not a prerequisite that could be installed: the suite is run as both, see
    /// docs/design/local-postgres.md.
    /// </summary>
    public static void Root() => Assert.SkipUnless(Machine.Current.IsRoot, "only root can try this");

    /// <summary>Skips a test of what an ordinary user meets.</summary>
    public static void OrdinaryUser() => Assert.SkipWhen(Machine.Current.IsRoot, "only an ordinary user can try this");

    /// <summary>Says that something is missing.</summary>
    public static void Missing(string what)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, what);
        Assert.Fail("CI lacks a prerequisite: " + what);
    }

}
