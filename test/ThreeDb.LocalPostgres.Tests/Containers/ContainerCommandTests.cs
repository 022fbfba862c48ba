using System.Diagnostics;

namespace ThreeDb.LocalPostgres.Tests;

/// <summary>No engine runs where these tests were written: only the commands are tested.</summary>
public sealed class ContainerCommandTests
{
    private static readonly ClusterFolder Folder = new("/data/postgres");

    [Fact]
    public void Container_listens_on_loopback_only_and_keeps_data_and_password_out_of_its_arguments()
    {
        var options = new LocalPostgresOptions { Settings = new Dictionary<string, string> { ["work_mem"] = "9MB" } };

        var command = ContainerCommand.Run(Folder, 54321, options).ToList();

        Assert.Equal("127.0.0.1:54321:5432", After(command, "--publish"));
        Assert.Equal("/data/postgres/container:/var/lib/postgresql/data:Z", After(command, "--volume"));
        Assert.Contains("/data/postgres/password:/run/3db-password:ro,Z", command);
        Assert.Contains("POSTGRES_PASSWORD_FILE=/run/3db-password", command);
        Assert.Equal("postgres", After(command, "pgvector/pgvector:pg17"));
        Assert.Contains("work_mem=9MB", command);
        Assert.DoesNotContain(command, argument => argument.StartsWith("POSTGRES_PASSWORD=", StringComparison.Ordinal));
    }

    [Fact]
    public void Container_has_one_name_for_each_folder()
    {
        Assert.Equal(ContainerCommand.Name(Folder), ContainerCommand.Name(new ClusterFolder("/data/postgres")));
        Assert.NotEqual(ContainerCommand.Name(Folder), ContainerCommand.Name(new ClusterFolder("/other/postgres")));
        Assert.Matches("^3db-[0-9a-f]{12}$", ContainerCommand.Name(Folder));
    }

    [Fact]
    public void Container_is_stopped_with_the_patience_of_the_options() =>
        Assert.Equal(["stop", "--time", "30", ContainerCommand.Name(Folder)], ContainerCommand.Stop(Folder, TimeSpan.FromSeconds(30)));

    [Fact]
    public async Task Container_that_is_asked_for_without_an_engine_is_refused_with_the_reason()
    {
        await using var scratch = new Scratch();
        var options = scratch.Options();
        options.Source = PostgresSource.Container;
        var machine = new Machine { Variable = name => name == "PATH" ? scratch.Folder : null };
        await WriteProgramAsync(scratch["docker"], "echo Server:; echo 'Cannot connect to the Docker daemon' >&2; echo errors pretty printing info >&2; exit 1");
        var server = new LocalPostgresServer(options, TimeProvider.System, machine);

        var exception = await Expect.FailsAsync(ErrorCodes.NoRuntime, () => server.EnsureAsync());

        Assert.Equal("No PostgreSQL is at hand and none can be fetched: docker does not work (Cannot connect to the Docker daemon); there is no podman.", exception.Message);
        Assert.Equal("One of these is enough. Set THREEDB_POSTGRES to a connection string. Make 'docker info' work: start its service, or let this user use it. Install Docker or Podman.", exception.Hint);
    }

    // By another process: whatever is started meanwhile would inherit the file open for writing, and then nobody may run it ("text file busy").
    private static async Task WriteProgramAsync(string path, string script)
    {
        using var shell = Process.Start("/bin/sh", ["-c", "printf '#!/bin/sh\\n%s\\n' \"$2\" >\"$1\" && chmod 500 \"$1\"", "sh", path, script]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }

    private static string After(List<string> command, string argument) => command[command.IndexOf(argument) + 1];
}
