using System.Text;
using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

[Collection("neo4j")]
public sealed class LifeTests : Neo4jTests
{
    [Fact]
    public async Task Tenants_and_projections_in_one_database_do_not_mix()
    {
        var contexts = new[] { NewContext(), NewContext(), NewContext() with { Tenant = Context.Tenant, Name = "second" } };
        var others = await Task.WhenAll(contexts.Select(Neo4jPlace.CreateAsync));
        for (var i = 0; i < others.Length; i++)
        {
            await others[i].PrepareAsync(new Fence(1, 1), default);
            await others[i].ApplyAsync(new ProjectionBatch(new Fence(1, 2), [Rows.Entity(1, $$"""{"of":{{i}}}"""), Rows.Entity(10 + i)], [Rows.Relation(1, 10 + i), Rows.Relation(1, 77)]), default);
        }

        await ApplyAsync([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]);
        await ApplyAsync([Rows.Gone(10)], [Rows.Gone(Rows.Relation(1, 10).RowKey), Rows.Gone(Rows.Relation(1, 77).RowKey)]);
        for (var i = 0; i < others.Length; i++)
        {
            var held = await HeldAsync(others[i], relations: false);
            Assert.Equal([1, 10 + i], held.Keys.Select(key => key.Seq).Order());
            Assert.Equal(others[i].HashOf(Rows.Entity(1, $$"""{"of":{{i}}}""")), held[Changes.RowKey.Entity(1)]);
            Assert.Equal([10 + i, 77], (await HeldAsync(others[i], relations: true)).Keys.Select(key => key.Target).Order());
        }

        Assert.Equal(0, await Neo4jPlace.CountAsync("MATCH (a:Entity)-[]->(b:Entity) WHERE a._projection <> b._projection RETURN count(*)"));
        foreach (var other in others)
        {
            await other.DropAsync(Fences.Newest, default);
            await other.DisposeAsync();
        }

        Assert.Equal(2, (await HeldAsync(relations: false)).Count);
    }

    // In one transaction the relations of this hub would take more memory than all transactions may.
    [Fact]
    public async Task Hub_with_very_many_relations_is_dropped()
    {
        const int Relations = 200_000, AtOnce = 10_000;
        await ApplyAsync([Rows.Entity(1)], []);
        for (var from = 2; from < Relations; from += AtOnce)
        {
            await Neo4jPlace.RunAsync(
                "MATCH (h:Entity {_projection: $p}) WHERE h._seq = 1 UNWIND range($a, $b) AS i CREATE (h)-[:R]->(:Entity {_projection: $p, _seq: i, _id: toString(i)})",
                new { p = Neo4jPlace.OwnerOf(Context), a = from, b = from + AtOnce - 1 });
        }

        await Projection.DropAsync(Fences.Newest, TestContext.Current.CancellationToken);
        Assert.Equal(0, await Neo4jPlace.CountAsync($"MATCH (n) WHERE n._projection = '{Neo4jPlace.OwnerOf(Context)}' OR n.projection = '{Neo4jPlace.OwnerOf(Context)}' RETURN count(n)"));
    }

    [Fact]
    public async Task Database_that_was_emptied_is_noticed()
    {
        await ApplyAsync([Rows.Entity(1)], []);
        await Neo4jPlace.RunAsync("MATCH (n) WHERE n._projection = $p OR n.projection = $p DETACH DELETE n", new { p = Neo4jPlace.OwnerOf(Context) });
        await Assert.ThrowsAsync<ProjectionLostException>(() => ApplyAsync([Rows.Entity(2)], []));
        Assert.Empty(await HeldAsync(relations: false));
        await Projection.PrepareAsync(NextFence(), default);
        await ApplyAsync([Rows.Entity(2)], []);
        Assert.Single(await HeldAsync(relations: false));
    }

    [Fact]
    public async Task Database_that_was_emptied_is_noticed_by_a_probe_and_answers_no_query()
    {
        await ApplyAsync([Rows.Entity(1)], []);
        await Projection.ProbeAsync(NextFence(), default);
        await Neo4jPlace.RunAsync("MATCH (n) WHERE n._projection = $p OR n.projection = $p DETACH DELETE n", new { p = Neo4jPlace.OwnerOf(Context) });
        await Assert.ThrowsAsync<ProjectionLostException>(() => Queryable.QueryAsync(
            new EngineQuery("MATCH (n) RETURN count(n) AS n", new Dictionary<string, JsonElement>(), TimeSpan.FromSeconds(10), 1), default));
        await Assert.ThrowsAsync<ProjectionLostException>(() => Projection.ProbeAsync(NextFence(), default));
    }

    [Fact]
    public async Task Database_that_came_back_with_an_older_state_is_noticed_once()
    {
        await ApplyAsync([Rows.Entity(1)], []);
        await Neo4jPlace.RunAsync("MATCH (f:`3db projection` {projection: $p}) SET f.fence = f.fence - 1", new { p = Neo4jPlace.OwnerOf(Context) });
        await Assert.ThrowsAsync<ProjectionLostException>(() => Projection.ProbeAsync(NextFence(), default));
        Assert.Single(await HeldAsync(relations: false));
        await ApplyAsync([Rows.Entity(2)], []);
        Assert.Equal(2, (await HeldAsync(relations: false)).Count);
    }

    [Fact]
    public async Task Database_that_does_not_exist_is_named()
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string>>(await Neo4jPlace.SettingsAsync())!;
        settings["database"] = "nosuch";
        await using var projection = new Neo4jProjectionFactory().Create(Context, JsonSerializer.SerializeToElement(settings));
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.InvalidProjection, failure.Code);
        Assert.Contains("'nosuch'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bookmark_of_each_answer_goes_with_the_next_request()
    {
        var url = (await Neo4jPlace.SettingsAsync()).GetProperty("url").GetString()!;
        var bookmarks = new List<string>();
        using var http = new HttpClient();
        await using var server = new ScriptedServer(async request =>
        {
            var (status, text) = await request.ForwardAsync(http, url);
            bookmarks.Add(Json.Of(text).GetProperty(request.IsBatch ? "lastBookmarks" : "bookmarks")[0].GetString()!);
            return (status, text);
        });
        await using var projection = new Neo4jProjectionFactory().Create(Context, JsonSerializer.SerializeToElement(new { url = server.Url }));
        await projection.PrepareAsync(NextFence(), default);
        await projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(1)], []), default);
        Assert.Single(await HeldAsync(projection, relations: false));
        await ((IQueryableProjection)projection).QueryAsync(new EngineQuery("RETURN 1", new Dictionary<string, JsonElement>(), TimeSpan.FromSeconds(10), 1), default);
        var sent = server.Requests.Select(request => request.IsBatch ? Json.Of(request.Bookmarks!)[0].GetString()!
            : Json.Of(request.Body).TryGetProperty("bookmarks", out var given) ? given[0].GetString()! : "").ToList();
        Assert.Equal(["", .. bookmarks[..^1]], sent);
        Assert.Equal(8, sent.Count);
        Assert.Single(server.Requests, request => request.IsBatch);
        Assert.True(bookmarks.Distinct().Count() > 2, "A write makes a new bookmark.");
        Assert.All(server.Requests.TakeLast(4), request => Assert.Equal("READ", Json.Of(request.Body).GetProperty("accessMode").GetString()));
    }

    [Fact]
    public async Task Bookmark_that_the_server_does_not_know_is_forgotten()
    {
        var bookmarked = new List<bool>();
        await using var server = new ScriptedServer(request =>
        {
            bookmarked.Add(Json.Of(request.Body).TryGetProperty("bookmarks", out _));
            return Task.FromResult(bookmarked.Count == 2
                ? (400, """{"errors":[{"code":"Neo.ClientError.Transaction.InvalidBookmark","message":"Of another database."}]}""")
                : (202, """{"data":{"fields":["a"],"values":[]},"bookmarks":["b"]}"""));
        });
        await using var projection = new Neo4jProjectionFactory().Create(Context, JsonSerializer.SerializeToElement(new { url = server.Url }));
        Assert.True((await Assert.ThrowsAsync<ThreeDbException>(() => projection.DropAsync(Fences.Newest, TestContext.Current.CancellationToken))).IsTransient);
        await projection.DropAsync(Fences.Newest, TestContext.Current.CancellationToken);
        Assert.Equal([false, true, false], bookmarked.Take(3));
        Assert.All(bookmarked.Skip(3), Assert.True);
        Assert.True(bookmarked.Count > 3);
    }
}
