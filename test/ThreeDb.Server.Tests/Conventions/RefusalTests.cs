namespace ThreeDb.Server.Tests;

/// <summary>Requests that the surface does not understand, and says so.</summary>
public sealed class RefusalTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Unknown_parameter_is_refused_everywhere() => await Many.CheckAsync(Probes.Of("aaaaaaaaaaaaaaaa"), async probe =>
    {
        var call = probe.Call with { Path = probe.Call.Path + (probe.Call.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "colour=red" };
        var answer = await call.SendAsync(fixture.Http);
        return answer.Status == 400 && answer.Code == ErrorCodes.InvalidParameter.Code && answer.ProblemFault() is null ? null : $"{call.Method} {call.Path}: {answer}";
    });

    [Theory]
    [InlineData("/v1/entities?limt=3", "limit")]
    [InlineData("/v1/entities/a/network?dept=3", "depth")]
    public async Task Misspelt_parameter_gets_the_nearest_known_one(string path, string meant)
    {
        var problem = (await Call.Get(path).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Contains($"'{meant}'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/path?to=b", "'from' is needed", "Add 'from='")]
    [InlineData("/v1/entities?limit=abc", "a whole number, not 'abc'", "limit=10")]
    [InlineData("/v1/entities?limit=", "a whole number, not ''", "limit=10")]
    [InlineData("/v1/entities?limit=99999999999999999999", "not '99999999999999999999'", "64 bits")]
    [InlineData("/v1/entities?limit=5000", "1 to 1,000, not 5,000", "from 1 to 1000")]
    [InlineData("/v1/entities?orderBy=", "'orderBy' is empty", "leave it out")]
    [InlineData("/v1/entities/a/relations?direction=inn", "not 'inn' (did you mean 'in'?)", "one of these words")]
    [InlineData("/v1/entities/a/neighbors?explain=yes", "true or false, not 'yes'", "explain=true")]
    [InlineData("/v1/entities/a?asOf=yesterday", "not 'yesterday'", "RFC 3339")]
    [InlineData("/v1/entities?limit=1&limit=2", "more than once", "Give it once")]
    [InlineData("/v1/entities?wait=abc", "not 'abc'", "wait=5")]
    public async Task Parameter_that_is_wrong_is_quoted_and_the_hint_fits_what_is_wrong(string path, string detail, string hint)
    {
        var problem = (await Call.Get(path).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(hint, problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_that_is_not_the_current_one_gets_a_hint_what_to_do()
    {
        (await Call.Put("/v1/entities/hinted", """{"type":"doc","data":{}}""").SendAsync(fixture.Http)).Expect(201);
        var problem = (await Call.Delete("/v1/entities/hinted").With("If-Match", "\"7\"").SendAsync(fixture.Http)).ExpectProblem(412, ErrorCodes.VersionMismatch);
        Assert.Equal("The entity 'hinted' has version 1, not 7.", problem.GetProperty("detail").GetString());
        Assert.Contains("Read the entity again", problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.Contains("leave the condition out", problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/v1/entities", """{"typ":"a","data":{}}""", "type")]
    [InlineData("POST", "/v1/query", """{"wher":{}}""", "where")]
    [InlineData("POST", "/v1/tx", """{"mutations":[{"op":"create","type":"a","dta":{}}]}""", "data")]
    [InlineData("PUT", "/v1/relations", """{"from":"a","type":"T","to":"b","wieght":1}""", "weight")]
    public async Task Misspelt_member_gets_the_nearest_known_one(string method, string path, string body, string meant)
    {
        var problem = (await Call.Sending(method, path, body, MediaTypes.Json).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.UnknownMember);
        Assert.Contains($"'{meant}'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_filter_operator_gets_the_nearest_known_one()
    {
        var problem = (await Call.Post("/v1/entities/list", """{"where":{"price":{"gtt":3}}}""").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidFilter);
        Assert.Contains("'gt'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("/price/gtt", problem.GetProperty("errors")[0].GetProperty("pointer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_media_type_is_refused_everywhere() => await Many.CheckAsync(
        from place in JsonBodies.All
        from mediaType in (string?[])["text/plain", "application/xml", "multipart/form-data; boundary=x", null]
        select new Call(place.Method, place.Path) { Body = "{}"u8.ToArray(), MediaType = mediaType },
        async call =>
        {
            var answer = await call.SendAsync(fixture.Http);
            var patch = call.Method != "PATCH" || answer.Headers.GetValueOrDefault("Accept-Patch") == "application/merge-patch+json, application/json-patch+json";
            return answer.Status == 415 && answer.Code == ErrorCodes.UnsupportedMediaType.Code && answer.ProblemFault() is null && patch ? null : $"{call.Method} {call.Path} {call.MediaType}: {answer}";
        });

    [Fact]
    public async Task Compressed_body_is_refused_as_such()
    {
        var answer = await (Call.Post("/v1/entities", """{"type":"doc","data":{}}""") with { MediaType = MediaTypes.Json }).With("Content-Encoding", "gzip").SendAsync(fixture.Http);
        Assert.Equal((415, ErrorCodes.UnsupportedMediaType.Code), (answer.Status, answer.Code));
        Assert.Contains("gzip", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_method_is_refused_with_those_that_are_possible()
    {
        var methods = ApiSurface.All.GroupBy(endpoint => endpoint.Pattern).ToDictionary(group => group.Key, group => group.Select(endpoint => endpoint.Method).ToHashSet());
        await Many.CheckAsync(methods, async pair =>
        {
            var path = pair.Key.Replace("{id}", "x", StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal)
                .Replace("{version}", "1", StringComparison.Ordinal).Replace("{code}", "x", StringComparison.Ordinal);
            var method = ((string[])["PUT", "DELETE", "PATCH", "GET", "POST"]).First(one => !pair.Value.Contains(one));

            // A shorter pattern may match the same address with another method.
            if (methods.Any(other => other.Key != pair.Key && other.Value.Contains(method) && other.Key.Split('/').Length == pair.Key.Split('/').Length && other.Key.Contains('{', StringComparison.Ordinal)))
            {
                return null;
            }

            var answer = await new Call(method, path).SendAsync(fixture.Http);
            var allowed = answer.Headers.GetValueOrDefault("Allow", "").Split(", ");
            return answer.Status == 405 && answer.ProblemFault() is null && pair.Value.All(allowed.Contains) ? null : $"{method} {path}: {answer}";
        });
    }

    [Theory]
    [InlineData("/v2/entities")]
    [InlineData("/v1")]
    [InlineData("/v1/entities/a/b/c/d")]
    [InlineData("/errors/TDB9999")]
    [InlineData("/openapi/v2.json")]
    [InlineData("/openapi/v2.yaml")]
    public async Task Unknown_address_is_a_problem(string path) => (await Call.Get(path).SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.RouteNotFound);

    [Theory]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/v1/entities", 200)]
    [InlineData("/v1/entities/nobody", 404)]
    [InlineData("/v1/entities?limit=0", 400)]
    [InlineData("/v1/tx", 405)]
    public async Task Head_is_get_without_the_body(string path, int status)
    {
        var (get, head) = (await Call.Get(path).SendAsync(fixture.Http), await new Call("HEAD", path).SendAsync(fixture.Http));
        Assert.Equal((status, status, get.MediaType, 0), (get.Status, head.Status, head.MediaType, head.Body.Length));
    }

    [Theory]
    [InlineData("orderBy=%00")]
    [InlineData("orderBy=-a%00b")]
    [InlineData("select=%00")]
    [InlineData("orderBy=")]
    [InlineData("orderBy=name,")]
    [InlineData("wait=abc")]
    [InlineData("wait=-1")]
    [InlineData("wait=61")]
    [InlineData("wait=NaN")]
    [InlineData("wait=Infinity")]
    [InlineData("wait=-Infinity")]
    public async Task Parameter_that_could_do_nothing_is_refused(string parameter)
    {
        var problem = (await Call.Get("/v1/entities?" + parameter).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Contains(parameter[..parameter.IndexOf('=', StringComparison.Ordinal)], problem.GetProperty("errors")[0].GetProperty("pointer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cursor_of_another_listing_is_refused()
    {
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, 5).Select(i => (Mutation)new CreateEntity("paged", Json.Of($$"""{"n":{{i}}}""")))]);
        var page = (await Call.Get("/v1/entities?type=paged&limit=2").SendAsync(fixture.Http)).Expect(200);
        var next = page.GetProperty("next").GetString();
        var last = (await Call.Get($"/v1/entities?type=paged&limit=3&after={next}").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal(3, last.GetProperty("items").GetArrayLength());
        Assert.False(last.TryGetProperty("next", out _));
        foreach (var path in (string[])["/v1/entities?", "/v1/entities?type=other&", "/v1/entities?type=paged&orderBy=n&", "/v1/entities?type=paged&where=%7B%22n%22:1%7D&", "/v1/relations?"])
        {
            (await Call.Get(path + "after=" + next).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidCursor);
        }
    }
}
