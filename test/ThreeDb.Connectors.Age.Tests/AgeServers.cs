using System.Text.Json;
using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>Projections into the real server.</summary>
internal static class AgeServers
{
    /// <summary>A projection into the server that all tests share.</summary>
    public static async Task<IProjection> ProjectionAsync(ProjectionContext context) =>
        Projection(context, (await EngineServer.SharedAsync(AgeEngine.Instance)).Url);

    /// <summary>A projection into a server.</summary>
    public static IProjection Projection(ProjectionContext context, string url)
    {
        var settings = Settings(url);
        var factory = new AgeProjectionFactory();
        Assert.Empty(factory.Check(settings));
        return factory.Create(context, settings);
    }

    /// <summary>Settings as a person gives them: the password in a variable.</summary>
    public static JsonElement Settings(string url) => AgeEngine.Instance.SettingsOf(url);

    /// <summary>Makes sure that some projection was prepared in the shared server.</summary>
    public static async Task PreparedOnceAsync()
    {
        await using var projection = await ProjectionAsync(new ProjectionContext("somebody", "something", TimeProvider.System));
        await projection.PrepareAsync(new Fence(1, 1), default);
        await projection.DropAsync(Fences.Newest, default);
    }

    /// <summary>Runs statements in the shared server as its superuser.</summary>
    public static async Task RunAsync(string sql) => await TestPostgres.RunAsync(await UrlAsync(), sql);

    /// <summary>The first column of the first row, from the shared server.</summary>
    public static async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(await UrlAsync());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> UrlAsync() =>
        new NpgsqlConnectionStringBuilder((await EngineServer.SharedAsync(AgeEngine.Instance)).Url) { SearchPath = "ag_catalog", Pooling = false }.ConnectionString;
}
