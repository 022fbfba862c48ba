using System.Net.Http.Headers;
using System.Text;

namespace ThreeDb.Server.Tests;

/// <summary>A request as data, so that several callers can send the same.</summary>
internal sealed record Call(string Method, string Path)
{
    public byte[]? Body { get; init; }

    public string? MediaType { get; init; }

    /// <summary>An API key; null to send none.</summary>
    public string? Key { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static Call Get(string path) => new("GET", path);

    public static Call Delete(string path) => new("DELETE", path);

    public static Call Post(string path, string body, string mediaType = MediaTypes.Json) => Sending("POST", path, body, mediaType);

    /// <summary>Something to be done, without a body.</summary>
    public static Call Order(string path) => new("POST", path);

    public static Call Put(string path, string body) => Sending("PUT", path, body, MediaTypes.Json);

    public static Call Patch(string path, string body, string mediaType = MediaTypes.MergePatch) => Sending("PATCH", path, body, mediaType);

    public static Call Sending(string method, string path, string body, string? mediaType) =>
        new(method, path) { Body = Encoding.UTF8.GetBytes(body), MediaType = mediaType };

    public Call With(string header, string value) => this with { Headers = [.. Headers, (header, value)] };

    public async Task<Answer> SendAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.ContentType = MediaType is null ? null : MediaTypeHeaderValue.Parse(MediaType);
        }

        if (Key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        }

        foreach (var (name, value) in Headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value) || request.Content?.Headers.TryAddWithoutValidation(name, value) is true, name);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }
}
