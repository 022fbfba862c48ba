using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>Programs of PostgreSQL that can run a cluster.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="Programs">The folder of <c>postgres</c> and <c>initdb</c>.</param>
/// <param name="Version">The version, such as <c>17.6</c>.</param>
/// <param name="HasLz4">Whether it was built with lz4.</param>
internal sealed record PostgresRuntime(PostgresSource Source, string Programs, string Version, bool HasLz4)
{
    /// <summary>The oldest version that 3db works with.</summary>
    public const int OldestMajor = 16;

    public int Major { get; } = MajorOf(Version);

    public string Program(string name) => Path.Combine(Programs, name);

    /// <summary>The major version in <c>17.6</c> or <c>18beta1</c>.</summary>
    public static int MajorOf(string version)
    {
        var digits = new string([.. version.TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
    }
}
