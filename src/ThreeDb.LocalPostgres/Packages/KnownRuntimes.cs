namespace ThreeDb.LocalPostgres;

/// <summary>
/// The runtimes that 3db itself uses. Each list was measured on Debian 13 (trixie): what the loader asks for, not what Depends
/// says.
/// </summary>
/// <remarks>
/// Debian's Depends would bring in LLVM (120 MB, for the JIT), perl and debconf, which nothing here runs; so the lists are written
/// down, and a test asks the runtime's loader whether every program finds every library.
/// </remarks>
public static class KnownRuntimes
{
    /// <summary>PostgreSQL 17 with its client programs and pgvector. <c>llvmjit.so</c> misses its library: <c>jit</c> stays off.</summary>
    public static PackageRuntimeDefinition Postgres17 { get; } = new(
        "postgresql-17",
        [
            "postgresql-17", "postgresql-client-17", "postgresql-17-pgvector",
            "libc6", "libc-bin", "libgcc-s1", "libstdc++6", "libicu76", "libxml2", "libssl3t64", "libzstd1", "liblz4-1", "libxxhash0",
            "libpam0g", "libgssapi-krb5-2", "libkrb5-3", "libk5crypto3", "libkrb5support0", "libcom-err2", "libkeyutils1", "libldap2",
            "libsasl2-2",
            "libselinux1", "libpcre2-8-0", "libsystemd0", "libcap2", "libpq5", "zlib1g", "liblzma5", "libaudit1", "libcap-ng0",
            "libreadline8t64", "libtinfo6", "libuuid1", "tzdata", "libxslt1.1",
        ],
        ["usr/lib/postgresql/17/bin/*"]);

    /// <summary>The same with Apache AGE 1.5, for an instance of its own (<see cref="LocalAge"/>).</summary>
    public static PackageRuntimeDefinition Postgres17Age { get; } = Postgres17.With("postgresql-17-age", "postgresql-17-age");

    /// <summary>Valkey 8.1, with its command line.</summary>
    public static PackageRuntimeDefinition Valkey { get; } = new(
        "valkey",
        ["valkey-server", "valkey-tools", "libc6", "libgcc-s1", "libstdc++6", "libatomic1", "libjemalloc2", "liblzf1", "libssl3t64",
            "libsystemd0", "libcap2", "libzstd1", "zlib1g"],
        ["usr/bin/*"]);

    /// <summary>FalkorDB 4.16.3 in Redis 8.2.3, which Debian does not have, with Debian's libraries.</summary>
    public static PackageRuntimeDefinition FalkorDb { get; } = new(
        "falkordb",
        ["libc6", "libgcc-s1", "libstdc++6", "libgomp1", "libssl3t64", "libsystemd0", "libcap2", "libzstd1", "zlib1g"],
        ["opt/falkordb/bin/redis-server"])
    {
        Npm =
        [
            new NpmPackage("@falkordblite/linux-x64", "8.2.3-falkordb.4.16.3", "0X4Olb3lBnMkxvGsRiTTT4q/SNTkDPaNPBGWNm8qSBoWkbY6VxgCs9jHRkkZWB11hIzjLRJbcoVSjjGuroXp6w==",
                "amd64", "opt/falkordb", 22_419_901, 58_238_023),
        ],
    };
}
