namespace ThreeDb.LocalPostgres.Tests;

public sealed class LocalPostgresOptionsTests
{
    [Fact]
    public async Task Connection_string_in_the_environment_is_returned_and_nothing_started()
    {
        var options = FromEnvironment(("THREEDB_POSTGRES", "Host=db.example;Username=me"));
        var server = new LocalPostgresServer(options);

        var instance = await server.EnsureAsync(cancellationToken: TestContext.Current.CancellationToken);
        var status = await server.GetStatusAsync(TestContext.Current.CancellationToken);

        Assert.Equal(PostgresSource.External, instance.Source);
        Assert.Equal("Host=db.example;Username=me", instance.ToConnectionString("other"));
        Assert.Equal(LocalPostgresState.External, status.State);
        Assert.False(await server.StopAsync(TestContext.Current.CancellationToken));
        Assert.Null(server.Packages);
    }

    [Fact]
    public void Runtime_in_the_environment_that_is_misspelt_is_refused_with_the_nearest()
    {
        var exception = Assert.Throws<ThreeDbException>(() => FromEnvironment(("THREEDB_RUNTIME", "privat"), ("HOME", "/home/me")));

        Assert.Equal(ErrorCodes.InvalidConfiguration, exception.Code);
        Assert.Contains("did you mean 'private'?", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_reported_all_at_once()
    {
        var options = new LocalPostgresOptions
        {
            Port = 80,
            StartTimeout = TimeSpan.Zero,
            Settings = new Dictionary<string, string>
            {
                ["fsync"] = "off", ["listen_addresses"] = "*", ["work mem"] = "1MB", ["search_path"] = "a\nfsync = off",
            },
        };

        var exception = Assert.Throws<ThreeDbException>(() => new LocalPostgresServer(options));

        Assert.Equal(ErrorCodes.InvalidConfiguration, exception.Code);
        Assert.Equal(
            ["/Port", "/StartTimeout", "/Settings/fsync", "/Settings/listen_addresses", "/Settings/work mem", "/Settings/search_path"],
            exception.Errors.Select(error => error.Pointer));
    }

    [Fact]
    public void Durability_can_be_given_up_for_a_cluster_to_throw_away() => _ = new LocalPostgresServer(
        new LocalPostgresOptions { Ephemeral = true, Settings = new Dictionary<string, string> { ["fsync"] = "off" } });

    [Theory]
    [InlineData(false, "", "/home/me/.cache/3db", "/home/me/.local/share/3db")]
    [InlineData(false, "XDG_CACHE_HOME=/xc;XDG_DATA_HOME=/xd", "/xc/3db", "/xd/3db")]
    [InlineData(false, "XDG_CACHE_HOME=relative;XDG_DATA_HOME= ", "/home/me/.cache/3db", "/home/me/.local/share/3db")]
    [InlineData(true, "XDG_CACHE_HOME=/xc", "/var/cache/3db", "/var/lib/3db")]
    [InlineData(true, "THREEDB_CACHE=/c;THREEDB_DATA=/d", "/c", "/d")]
    [InlineData(false, "THREEDB_CACHE=/c;THREEDB_DATA=/d", "/c", "/d")]
    public void Folders_follow_user_and_environment(bool isRoot, string variables, string cache, string data)
    {
        var environment = ("HOME=/home/me;" + variables).Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var machine = new Machine { IsRoot = isRoot, Variable = environment.GetValueOrDefault };

        Assert.Equal(new LocalFolders(cache, data), LocalFolders.For(machine));
    }

    [Fact]
    public async Task Machine_other_than_Linux_is_refused()
    {
        var options = new LocalPostgresOptions { DataFolder = "/nowhere" };
        var server = new LocalPostgresServer(options, TimeProvider.System, new Machine { IsLinux = false });

        await Expect.FailsAsync(ErrorCodes.UnsupportedMachine, () => server.EnsureAsync());
    }

    private static LocalPostgresOptions FromEnvironment(params (string Name, string Value)[] variables)
    {
        var machine = new Machine { IsRoot = false, Variable = name => variables.FirstOrDefault(variable => variable.Name == name).Value };
        return LocalPostgresOptions.FromEnvironment(machine);
    }
}
