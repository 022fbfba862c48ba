using System.Text;
using System.Text.Json;

namespace ThreeDb.Server.Tests;

/// <summary>What the server answered.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonElement.Parse(Body, new JsonDocumentOptions { MaxDepth = 128 });

    public string MediaType => Headers.GetValueOrDefault("Content-Type", "").Split(';')[0];

    public string? ETag => Headers.GetValueOrDefault("ETag");

    /// <summary>The code of a problem; null when this is none.</summary>
    public string? Code => MediaType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(pair => pair.Key, pair => string.Join(", ", pair.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, body);
    }

    /// <summary>Asserts success and gives the body.</summary>
    public JsonElement Expect(int status)
    {
        Assert.True(Status == status, $"{status} expected: {this}");
        return Body.Length == 0 ? default : Json;
    }

    /// <summary>Asserts a problem with a status and a code, complete as every problem is, and gives it.</summary>
    public JsonElement ExpectProblem(int status, ErrorCode code)
    {
        Assert.True(Status == status && Code == code.Code, $"{status} {code} expected: {this}");
        Assert.Null(ProblemFault());
        return Json;
    }

    /// <summary>What a problem lacks; null when it has everything.</summary>
    public string? ProblemFault()
    {
        if (MediaType != "application/problem+json")
        {
            return $"is {MediaType}";
        }

        var problem = Json;
        foreach (var name in (string[])["type", "title", "status", "detail", "code", "hint", "traceId"])
        {
            if (!problem.TryGetProperty(name, out var value) || value.ToString().Length == 0)
            {
                return $"has no {name}";
            }
        }

        return problem.GetProperty("status").GetInt32() != Status ? "has another status inside"
            : problem.GetProperty("type").GetString() != "/errors/" + Code ? "has another type than its code"
            : ErrorCodes.Find(Code!) is null ? "has an unknown code"
            : Status is 503 or 504 && !problem.TryGetProperty("retryAfter", out _) ? "does not say when to retry"
            : null;
    }

    public override string ToString() => $"{Status} {MediaType} {(Text.Length > 1000 ? Text[..1000] + "…" : Text)}";
}
