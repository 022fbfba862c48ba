namespace ThreeDb.Testing;

/// <summary>The rule for what a test needs and the machine may lack: at home the test is skipped with the reason, in CI it fails.</summary>
public static class Prerequisite
{
    /// <summary>Whether this is a CI run.</summary>
    public static bool IsCi => Environment.GetEnvironmentVariable("CI") is { Length: > 0 };

    /// <summary>Ends the test because something is missing.</summary>
    public static void Missing(string what, string remedy)
    {
        if (IsCi)
        {
            Assert.Fail($"{what} In CI nothing is skipped. {remedy}");
        }

        Assert.Skip($"{what} {remedy}");
    }
}
