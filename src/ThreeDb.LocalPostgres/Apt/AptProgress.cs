using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>Reads the machine-readable progress that apt writes (<c>dlstatus:item:percent:text</c>) among its other lines.</summary>
internal static class AptProgress
{
    /// <summary>Asks apt to write progress to its standard output.</summary>
    public const string Argument = "APT::Status-Fd=1";

    /// <summary>The percentage in a line, or null when it holds none.</summary>
    public static double? Percent(string line) =>
        line.StartsWith("dlstatus:", StringComparison.Ordinal)
        && line.Split(':') is { Length: >= 3 } fields
        && double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
            ? Math.Clamp(percent, 0, 100)
            : null;
}
