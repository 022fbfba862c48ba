using System.Reflection;

namespace ThreeDb.Cli;

/// <summary>The version of this build.</summary>
internal static class ThreeDbVersion
{
    /// <summary>Such as <c>0.1.0</c>, without the commit.</summary>
    public static string Text { get; } =
        typeof(ThreeDbVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
