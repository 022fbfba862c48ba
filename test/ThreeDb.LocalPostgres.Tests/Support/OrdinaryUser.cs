namespace ThreeDb.LocalPostgres.Tests;

/// <summary>Driver processes of a user without privileges: of <c>nobody</c> when root runs the tests, else of whoever does.</summary>
internal sealed class OrdinaryUser
{
    private readonly string[] before = [];

    public OrdinaryUser(Scratch scratch)
    {
        var home = scratch["home"];
        OwnFolder.CreatePrivate(home);
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = home, ["THREEDB_RUNTIME"] = "private", ["THREEDB_CACHE"] = Scratch.SharedCache,
        };
        if (Machine.Current.IsRoot)
        {
            Prerequisite.Tool("setpriv");
            var nobody = PasswdEntry.Read("/etc/passwd").First(entry => entry.Name == "nobody");
            Libc.ChangeOwner(home, nobody.User, nobody.Group);
            before = ["setpriv", $"--reuid={nobody.User}", $"--regid={nobody.Group}", "--clear-groups"];
        }
    }

    /// <summary>Home, private runtime, and the shared cache, which this user may not be able to write to.</summary>
    public Dictionary<string, string> Environment { get; }

    public Task<DriverAnswer> RunAsync(params string[] command) => Driver.RunAsync(Environment, command, before);
}
