namespace ThreeDb.LocalPostgres;

/// <summary>Where an unpacked Debian keeps its loader and libraries.</summary>
internal static class RuntimeLayout
{
    public static string Libraries(string root, string architecture) => Path.Combine(root, "usr/lib", Triplet(architecture));

    public static string Loader(string root, string architecture) => Path.Combine(Libraries(root, architecture), architecture switch
    {
        "amd64" => "ld-linux-x86-64.so.2",
        _ => "ld-linux-aarch64.so.1",
    });

    private static string Triplet(string architecture) => architecture == "amd64" ? "x86_64-linux-gnu" : "aarch64-linux-gnu";
}
