using ThreeDb.LocalPostgres;
using ThreeDb.Postgres;

namespace ThreeDb.Cli;

/// <summary>Looks at PostgreSQL and at the database in it, without starting or changing either.</summary>
internal static class PostgresChecks
{
    private const string Reachable = "PostgreSQL";
    private const string Extension = "pgvector";
    private const string Schema = "schema";

    public static async Task<IReadOnlyList<Check>> AllAsync(DataFolder folder, LocalPostgresStatus? status, CancellationToken cancellationToken)
    {
        switch (status?.State)
        {
            case LocalPostgresState.Running or LocalPostgresState.External:
                return await AskAsync(folder, cancellationToken);
            case LocalPostgresState.Starting:
                return [Check.Warn(Reachable, "it starts, recovers or hangs, and takes no connections yet", $"Wait a moment; its log is '{status.LogFile}'."), .. Unseen()];
            case LocalPostgresState.Foreign:
                return [Check.Fail(Reachable, $"somebody else runs a server on the files in '{status.DataFolder}'", "Stop that server, or choose another folder (THREEDB_DATA)."), .. Unseen()];
            default:
                return [Check.Warn(Reachable, status?.State == LocalPostgresState.Stopped ? "stopped" : "there is no cluster yet", "Run '3db up'."), .. Unseen()];
        }
    }

    private static IEnumerable<Check> Unseen() => [Check.Unknown(Extension, "PostgreSQL does not run"), Check.Unknown(Schema, "PostgreSQL does not run")];

    private static async Task<IReadOnlyList<Check>> AskAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            // It runs, so this adopts it.
            var instance = await folder.Postgres().EnsureAsync(cancellationToken: cancellationToken);
            var report = await new Migrator(instance.ToConnectionString(LocalDatabase.Name)).RunAsync(embedder: null, dryRun: true, cancellationToken);
            return
            [
                Check.Ok(Reachable, $"version {report.ServerVersion} answers"),
                report.Version == 0 ? Check.Unknown(Extension, "the database is not set up yet")
                    : report.HasVectorExtension ? Check.Ok(Extension, "vectors are stored and compared by PostgreSQL")
                    : Check.Warn(Extension, "the extension 'vector' is missing: searches by meaning read every vector into the server and compare them there, "
                        + "which is slower and takes memory", "Install pgvector for this PostgreSQL before the database is set up, or let 3db provide PostgreSQL."),
                report.Applied.Count == 0 ? Check.Ok(Schema, $"up to date (step {report.Version})")
                    : Check.Warn(Schema, $"{Quantity.Count(report.Applied.Count, "step is", "steps are")} missing: {string.Join(", ", report.Applied)}", "Run '3db migrate', or '3db up', which does it, too."),
            ];
        }
        catch (ThreeDbException e)
        {
            return [Check.Fail(Reachable, e), .. Unseen()];
        }
    }
}
