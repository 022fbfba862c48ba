using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>The database, reached directly and with all rights: for what is above any tenant.</summary>
internal static class Operator
{
    /// <summary>A connection string to the database; a local PostgreSQL is started when need be.</summary>
    public static async Task<string> ConnectAsync(Call call)
    {
        var postgres = DataFolder.Of(call);
        if (Target.NamedBy(call.Shell) is { } elsewhere)
        {
            var here = call.Shell.Setting("THREEDB_POSTGRES") is null ? $"the PostgreSQL of '{postgres.Root}'" : "the PostgreSQL that THREEDB_POSTGRES names";
            call.Screen.Warn($"This works directly in {here}; the server that {elsewhere} names is not asked.");
        }

        await using var progress = new ProvisionDisplay(call.Screen, call.Shell);
        return await LocalDatabase.EnsureAsync(postgres.Postgres(), progress, call.Token);
    }

    /// <summary>An engine on the database, migrated.</summary>
    public static async Task<ThreeDbEngine> OpenAsync(Call call) => await ThreeDbEngine.OpenAsync(
        new ThreeDbOptions { ConnectionString = await ConnectAsync(call), MaxConnections = 4, RunProjections = false }, time: call.Shell.Time, cancellationToken: call.Token);

    /// <summary>The name under which an operator's changes are recorded.</summary>
    public const string Actor = "operator";
}
