using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>The server that the tests share, and a way to it that is not the connector's.</summary>
internal static class Neo4jPlace
{
    private static readonly HttpClient Http = new();

    /// <summary>The settings that lead to it.</summary>
    public static async Task<JsonElement> SettingsAsync() => Neo4jEngine.Instance.SettingsOf((await EngineServer.SharedAsync(Neo4jEngine.Instance)).Url);

    public static async Task<IProjection> CreateAsync(ProjectionContext context) => new Neo4jProjectionFactory().Create(context, await SettingsAsync());

    /// <summary>The rows of a statement.</summary>
    public static async Task<IReadOnlyList<JsonElement>> RunAsync(string statement, object? parameters = null)
    {
        var url = (await SettingsAsync()).GetProperty("url").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/db/neo4j/query/v2") { Content = JsonContent.Create(new { statement, parameters = parameters ?? new { } }) };
        if (Neo4jEngine.HasPassword)
        {
            var credentials = $"neo4j:{Environment.GetEnvironmentVariable(Neo4jEngine.PasswordVariable)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = Json.Of(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(answer.TryGetProperty("errors", out var errors), $"{statement}: {errors}");
        return [.. answer.GetProperty("data").GetProperty("values").EnumerateArray()];
    }

    public static async Task<long> CountAsync(string statement, object? parameters = null) => (await RunAsync(statement, parameters))[0][0].GetInt64();

    public static string OwnerOf(ProjectionContext context) => $"{context.Tenant}/{context.Name}";
}
