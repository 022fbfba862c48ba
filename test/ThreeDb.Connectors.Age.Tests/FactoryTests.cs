using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

public sealed class FactoryTests
{
    private static readonly AgeProjectionFactory Factory = new();

    [Fact]
    public void Kind_is_age() => Assert.Equal("age", Factory.Kind);

    [Theory]
    [InlineData("""{"connectionString":"Host=h;Database=d"}""", "")]
    [InlineData("""{"connectionString":"Host=h;Database=d;Username=u","passwordFile":"/run/secret"}""", "")]
    [InlineData("""{"connectionString":"Host=h;Database=d","passwordVariable":"V"}""", "")]
    [InlineData("5", " ")]
    [InlineData("{}", "/connectionString")]
    [InlineData("""{"connectionString":5}""", "/connectionString")]
    [InlineData("""{"connectionString":"Port=1"}""", "/connectionString /connectionString")]
    [InlineData("""{"connectionString":"Host=h"}""", "/connectionString")]
    [InlineData("""{"connectionString":"nonsense"}""", "/connectionString")]
    [InlineData("""{"connectionString":"Host=h;Database=d;Port=x"}""", "/connectionString")]
    [InlineData("""{"connectionString":"Host=h;Database=d;Password=p"}""", "/connectionString")]
    [InlineData("""{"connectionString":"Host=h;Database=d","passwordFile":"f","passwordVariable":"V"}""", "/passwordVariable")]
    [InlineData("""{"connectionString":"Host=h;Database=d","passwordFile":""}""", "/passwordFile")]
    [InlineData("""{"connectionString":"Host=h;Database=d","passwordFile":1,"pasword":"x","a/b":1}""", "/passwordFile /pasword /a~1b")]
    public void Settings_with_faults_name_each_by_its_pointer(string settings, string pointers) =>
        Assert.Equal(pointers.Length == 0 ? [] : pointers.Trim().Split(' '), Factory.Check(Json.Of(settings)).Select(fault => fault.Pointer));

    [Fact]
    public void Place_names_graph_and_database_and_nobody_who_signs_in() =>
        Assert.Equal(
            $"the graph '{AgeNames.Graph("default", "shop")}' in the database 'd' at h:5433",
            Factory.PlaceOf(new ProjectionContext("default", "shop", TimeProvider.System), Json.Of("""{"connectionString":"Host=h;Port=5433;Database=d;Username=u","passwordFile":"/none"}""")).Where);

    [Fact]
    public void Fault_never_repeats_a_password() =>
        Assert.DoesNotContain(Factory.Check(Json.Of("""{"connectionString":"Host=h;Password=hunter2;Port=x"}""")), fault => fault.Detail.Contains("hunter2", StringComparison.Ordinal));

    [Fact]
    public void Password_is_read_from_its_file_without_the_end_of_the_line()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "s e;cret'\n");
            var settings = Json.Of(new { connectionString = "Host=h;Database=d", passwordFile = file });
            Assert.Equal("s e;cret'", AgeSettings.Read(settings).Password);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("""{"connectionString":"Host=h;Database=d","passwordFile":"/nowhere/at/all"}""")]
    [InlineData("""{"connectionString":"Host=h;Database=d","passwordVariable":"THREEDB_TEST_NOT_SET"}""")]
    public void Password_that_cannot_be_read_is_reported(string settings)
    {
        var exception = Assert.Throws<ThreeDbException>(() => Factory.Create(new ProjectionContext("t", "p", TimeProvider.System), Json.Of(settings)));
        Assert.Equal(ErrorCodes.EngineRefusesCredentials, exception.Code);
    }

    [Fact]
    public async Task Server_that_is_away_may_come_back_and_one_that_refuses_the_password_needs_somebody()
    {
        await using var away = AgeServers.Projection(new ProjectionContext("t", "p", TimeProvider.System), "Host=127.0.0.1;Port=1;Database=d;Username=u;Password=p");
        var exception = await Assert.ThrowsAsync<ThreeDbException>(() => away.PrepareAsync(new Fence(1, 1), default));
        Assert.Equal((ErrorCodes.ProjectionUnreachable, true), (exception.Code, exception.IsTransient));

        var wrong = new NpgsqlConnectionStringBuilder((await EngineServer.SharedAsync(AgeEngine.Instance)).Url);
        await using var refused = Factory.Create(new ProjectionContext("t", "p", TimeProvider.System),
            Json.Of(new { connectionString = $"Host={wrong.Host};Port={wrong.Port};Database=postgres;Username=postgres;Password=wrong" }));
        exception = await Assert.ThrowsAsync<ThreeDbException>(() => refused.PrepareAsync(new Fence(1, 1), default));
        Assert.Equal((ErrorCodes.EngineRefusesCredentials, false), (exception.Code, exception.IsTransient));
        Assert.Contains("password", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{wrong.Host}:{wrong.Port} (database 'postgres', user 'postgres')", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_wants_a_password_where_none_is_given_needs_somebody()
    {
        var url = new NpgsqlConnectionStringBuilder((await EngineServer.SharedAsync(AgeEngine.Instance)).Url);
        var exception = await FailsAsync($"Host={url.Host};Port={url.Port};Database=postgres;Username=postgres");
        Assert.Equal(ErrorCodes.EngineRefusesCredentials, exception.Code);
        Assert.Contains("wants a password", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'passwordFile'", exception.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-host.invalid", "'Host'")]
    [InlineData("127.0.0.1", "Start the engine")]
    public async Task Server_that_cannot_be_reached_is_named_and_explained_by_the_cause(string host, string hint)
    {
        var exception = await FailsAsync($"Host={host};Port=1;Database=graph;Username=age");
        Assert.Equal(ErrorCodes.ProjectionUnreachable, exception.Code);
        Assert.Contains($"{host}:1 (database 'graph', user 'age')", exception.Message, StringComparison.Ordinal);
        Assert.Contains(hint, exception.Hint, StringComparison.Ordinal);
    }

    private static async Task<ThreeDbException> FailsAsync(string connectionString)
    {
        await using var projection = Factory.Create(new ProjectionContext("t", "p", TimeProvider.System), Json.Of(new { connectionString }));
        return await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), default));
    }
}
