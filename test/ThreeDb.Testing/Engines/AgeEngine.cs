using System.Globalization;
using System.Text.Json;
using Npgsql;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Testing;

/// <summary>PostgreSQL with Apache AGE, in an instance of its own, from Debian's packages. Its address is a connection string of a superuser, password included.</summary>
public sealed class AgeEngine() : Engine("age")
{
    /// <summary>The one instance, by which the shared server is found.</summary>
    public static AgeEngine Instance { get; } = new();

    public override string Remedy => "Set THREEDB_TEST_AGE to the connection string of a superuser of a PostgreSQL with Apache AGE that the tests may use, or run on Debian or Ubuntu with apt.";

    /// <inheritdoc />
    /// <remarks>The password goes into a variable, which processes that are started afterwards have as well.</remarks>
    public override JsonElement SettingsOf(string url)
    {
        var connection = new NpgsqlConnectionStringBuilder(url);
        var variable = "THREEDB_TEST_AGE_PASSWORD_" + connection.Port.ToString(CultureInfo.InvariantCulture);
        Environment.SetEnvironmentVariable(variable, connection.Password);
        connection.Password = null;
        return Json.Of(new { connectionString = connection.ConnectionString, passwordVariable = variable });
    }

    public override async Task<EngineProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var instance = await Server(folder).EnsureAsync(null, cancellationToken);
        await TestPostgres.RunAsync(instance.ToConnectionString(), "create extension if not exists age");
        var connection = new NpgsqlConnectionStringBuilder(instance.ToConnectionString(overTcp: true)) { Timeout = 30 };
        return new EngineProcess(connection.ConnectionString, instance.ProcessId!.Value);
    }

    public override Task StopAsync(string folder, CancellationToken cancellationToken) => Server(folder).StopAsync(cancellationToken);

    private static LocalPostgresServer Server(string folder)
    {
        var options = LocalAge.FromEnvironment();
        options.DataFolder = folder;
        options.Ephemeral = true;
        return new LocalPostgresServer(options);
    }
}
