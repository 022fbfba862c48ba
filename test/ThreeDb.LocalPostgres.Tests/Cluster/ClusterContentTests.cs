namespace ThreeDb.LocalPostgres.Tests;

public sealed class ClusterContentTests(ClusterContentTests.OneCluster fixture) : IClassFixture<ClusterContentTests.OneCluster>
{
    private LocalPostgresInstance Instance => fixture.Instance ?? throw new InvalidOperationException("no cluster");

    [Theory]
    [InlineData("create extension if not exists vector; select '[1,2]'::vector <-> '[4,6]'::vector", "5")]
    [InlineData("select current_setting('data_checksums')", "on")]
    [InlineData("select current_setting('server_encoding')", "UTF8")]
    [InlineData("select datlocprovider::text || datlocale from pg_database where datname = 'template1'", "bC.UTF-8")]
    [InlineData("select upper('größe'), to_tsvector('simple', 'ÄRGER')", "GRÖßE|'ärger':1")]
    [InlineData("select '2025-07-01 12:00+00'::timestamptz at time zone 'Europe/Berlin'", "2025-07-01 14:00:00")]
    [InlineData("select current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')", "on|on|on")]
    [InlineData("select current_setting('wal_compression'), current_setting('jit')", "lz4|off")]
    [InlineData("select current_setting('listen_addresses')", "127.0.0.1")]
    [InlineData("select current_setting('idle_in_transaction_session_timeout'), current_setting('work_mem')", "1min|12MB")]
    [InlineData("select count(*) from pg_file_settings where error is not null", "0")]
    public async Task Cluster_is_set_up_for_3db(string statement, string expected) =>
        Assert.Equal(expected, await Sql.AskAsync(Instance, statement));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Password_is_demanded_on_socket_and_loopback(bool onSocket)
    {
        var host = onSocket ? Instance.SocketFolder! : "127.0.0.1";

        var right = await Sql.RunAsync(Instance, "select 1", Instance.Password, host);
        var wrong = await Sql.RunAsync(Instance, "select 1", "guess", host);

        Assert.True(right.Succeeded, right.Errors);
        Assert.Contains("password authentication failed", wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_for_the_owner_alone()
    {
        Assert.Equal(DurableFile.Secret, File.GetUnixFileMode(Path.Combine(Instance.DataFolder!, "password")));
        foreach (var folder in new[] { "cluster", "log", "run" })
        {
            var mode = File.GetUnixFileMode(Path.Combine(Instance.DataFolder!, folder));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
        }

        Assert.DoesNotContain(Instance.Password, Instance.ToString(), StringComparison.Ordinal);
        Assert.Equal(32, Instance.Password.Length);
        Assert.NotEqual(0u, Processes.UserOf(Instance.ProcessId!.Value));
    }

    [Fact]
    public void Connection_string_names_socket_or_loopback()
    {
        Assert.Contains($"Host={Instance.SocketFolder}", Instance.ToConnectionString("db"), StringComparison.Ordinal);
        Assert.Contains("Host=127.0.0.1", Instance.ToConnectionString("db", overTcp: true), StringComparison.Ordinal);
        Assert.Contains("Database=db", Instance.ToConnectionString("db"), StringComparison.Ordinal);
    }

    public sealed class OneCluster : IAsyncLifetime
    {
        private readonly Scratch scratch = new();

        public LocalPostgresInstance? Instance { get; private set; }

        public async ValueTask InitializeAsync()
        {
            var options = scratch.Options(isDurable: true);
            options.Settings = new Dictionary<string, string> { ["work_mem"] = "12MB" };
            Instance = await scratch.Server(options).EnsureAsync();
        }

        public ValueTask DisposeAsync() => scratch.DisposeAsync();
    }
}
