using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>One line of <c>/etc/passwd</c>.</summary>
internal sealed record PasswdEntry(string Name, uint User, uint Group)
{
    public static IEnumerable<PasswdEntry> Read(string file) => File.Exists(file)
        ? File.ReadLines(file).Select(Parse).OfType<PasswdEntry>()
        : [];

    private static PasswdEntry? Parse(string line) =>
        line.Split(':') is { Length: >= 4 } fields
        && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
        && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var group)
            ? new PasswdEntry(fields[0], user, group)
            : null;
}
