using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>What the signed lists say of one package.</summary>
/// <param name="Name">The package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Bytes">The size of the .deb file.</param>
/// <param name="UnpackedBytes">The size of what is in it, as Debian estimates it.</param>
/// <param name="Sha256">The hash of the .deb file, in small hexadecimal digits.</param>
internal sealed record PackageRecord(string Name, string Version, long Bytes, long UnpackedBytes, string Sha256)
{
    public static PackageRecord? From(IReadOnlyDictionary<string, string> stanza) =>
        stanza.TryGetValue("Package", out var name) && stanza.TryGetValue("Version", out var version)
        && stanza.TryGetValue("SHA256", out var hash) && Number(stanza, "Size") is { } bytes
            ? new PackageRecord(name, version, bytes, (Number(stanza, "Installed-Size") ?? 0) * 1024, hash)
            : null;

    private static long? Number(IReadOnlyDictionary<string, string> stanza, string field) =>
        stanza.TryGetValue(field, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
