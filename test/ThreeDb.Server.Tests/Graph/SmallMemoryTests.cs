namespace ThreeDb.Server.Tests;

/// <summary>A server whose memory is too small for the graph: SQL answers what it can, and the rest is refused clearly.</summary>
public sealed class SmallMemoryTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Nodes = 50_000;

    [Fact]
    public async Task Graph_over_the_budget_is_answered_by_sql_or_refused_with_the_remedy()
    {
        await FillAsync();
        await using var engine = await fixture.OpenAsync(options => options.MemoryBudget = 1 << 20);
        await using var server = await ThreeDbServer.StartAsync(engine, new ServerOptions { Urls = ["http://127.0.0.1:0"] });
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };

        foreach (var path in (string[])["/v1/entities/n1/network?explain=true", "/v1/entities/n1/reach?explain=true&limit=3&direction=in", "/v1/entities/n1/impact?explain=true&depth=2"])
        {
            var how = (await Call.Get(path).SendAsync(http)).Expect(200).GetProperty("explanation");
            Assert.Equal("sql", how.GetProperty("source").GetString());
            Assert.NotEmpty(how.GetProperty("why").GetString()!);
        }

        Assert.Equal(4, (await Call.Get("/v1/path?from=n8&to=n0&explain=true").SendAsync(http)).Expect(200).GetProperty("path").GetProperty("length").GetInt32());
        Assert.Equal("sql", (await Call.Get("/v1/path?from=n0&to=n8&direction=out&explain=true").SendAsync(http)).Expect(200).GetProperty("explanation").GetProperty("source").GetString());
        Assert.Contains("No relation has the type UPP (known: UP).", (await Call.Get("/v1/entities/n1/impact?via=UPP").SendAsync(http)).Expect(200).GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await Call.Post("/v1/graph/among", """{"ids":["n1","n2","n3"]}""").SendAsync(http)).Expect(200).GetProperty("edges").GetArrayLength());
        var capped = (await Call.Get("/v1/entities/n1/reach?direction=in&depth=100&maxVisited=10").SendAsync(http)).Expect(200);
        Assert.Contains("maxVisited", capped.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        var query = (await Call.Post("/v1/query", """{"from":"node","graph":{"from":"n1"},"explain":true}""").SendAsync(http)).Expect(200);
        Assert.Contains(query.GetProperty("explanation").GetProperty("steps").EnumerateArray(), step => step.GetProperty("detail").GetString()!.Contains("by SQL, because ", StringComparison.Ordinal));
        Call[] refused =
        [
            Call.Post("/v1/graph/analyses", """{"algorithm":"pageRank"}"""), Call.Post("/v1/graph/analyses", """{"algorithm":"pageRank"}""").With("Accept", MediaTypes.Events),
            Call.Post("/v1/graph/analyses", """{"algorithm":"pageRank"}""").With("Accept", MediaTypes.NdJson), Call.Get("/v1/paths?from=n1&to=n2"), Call.Get("/v1/graph/cycles"), Call.Get("/v1/graph/order"),
            Call.Get("/v1/entities/n1/alike"), Call.Get("/v1/entities/n1/suggestions"), Call.Get("/v1/entities/n1/common-neighbors?with=n2"), Call.Post("/v1/entities/n1/losses", "{}"), Call.Order("/v1/graph/verify"),
        ];
        foreach (var call in refused)
        {
            var problem = (await call.SendAsync(http)).ExpectProblem(413, ErrorCodes.TooLargeForMemory);
            Assert.Contains("THREEDB_MEMORY", problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
            Assert.False(problem.TryGetProperty("retryAfter", out _), "Asking again is in vain.");
        }

        // It is seen where one looks, and the need told is the need there is.
        var memory = (await Call.Get("/health/ready").SendAsync(http)).Expect(200).GetProperty("memory")[0];
        Assert.Equal(("graph", "bySql", 1 << 20), (memory.GetProperty("kind").GetString(), memory.GetProperty("state").GetString(), memory.GetProperty("budget").GetInt32()));
        Assert.InRange(memory.GetProperty("need").GetInt64() / (double)await FreshSizeAsync(), 0.8, 1.25);
        Assert.Contains($"needs about {memory.GetProperty("need").GetInt64() / 1048576.0:N1} MB", (await refused[0].SendAsync(http)).ExpectProblem(413, ErrorCodes.TooLargeForMemory).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await Until.TrueAsync(IsToldAsLoadedAsync, TimeSpan.FromSeconds(60));
    }

    // While others hold the log back, what the graph has is brought again and makes it larger: it is told right when it stands still.
    private async Task<bool> IsToldAsLoadedAsync()
    {
        var size = (await fixture.Db.Graph.VerifyAsync()).Bytes;
        var loaded = (await Call.Get("/health/ready").SendAsync(fixture.Http)).Expect(200).GetProperty("memory")[0];
        Assert.Equal("loaded", loaded.GetProperty("state").GetString());
        return loaded.GetProperty("bytes").GetInt64() == size;
    }

    // As it is when it is loaded while nobody holds the log back.
    private async Task<long> FreshSizeAsync()
    {
        const string IsReadable = "select not exists (select from threedb.change where xid >= pg_snapshot_xmin(pg_current_snapshot()))";
        await Until.TrueAsync(() => fixture.Database.ScalarAsync<bool>(IsReadable), TimeSpan.FromMinutes(2));
        await using var engine = await fixture.OpenAsync();
        return (await (await engine.ForAsync()).Graph.VerifyAsync()).Bytes;
    }

    // A binary tree whose relations point to the root.
    private async Task FillAsync()
    {
        var mutations = Enumerable.Range(0, Nodes).Select(i => (Mutation)new CreateEntity("node", Json.Of("{}")) { Id = $"n{i}" })
            .Concat(Enumerable.Range(1, Nodes - 1).Select(i => new Relate($"n{i}", "UP", $"n{i / 2}")));
        await fixture.Db.BulkAsync(mutations.ToAsyncEnumerable());
    }
}
