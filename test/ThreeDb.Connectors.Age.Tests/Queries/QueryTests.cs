using System.Text.Json;
using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>Queries of people, on the real server.</summary>
public sealed class QueryTests : IAsyncLifetime
{
    private static int _last;
    private readonly ProjectionContext _context = new($"queries-{Environment.ProcessId}-{Interlocked.Increment(ref _last)}", "graph", TimeProvider.System);
    private IQueryableProjection _projection = null!;

    public async ValueTask InitializeAsync()
    {
        _projection = await FilledAsync(_context, "Ada");
    }

    public async ValueTask DisposeAsync()
    {
        await _projection.DropAsync(Fences.Newest, default);
        await _projection.DisposeAsync();
    }

    [Theory]
    [InlineData("RETURN 1 + 1 AS two, 'x' AS text, [1, null, {a: 1.5}] AS list, null AS nothing", """[[2,"x",[1,null,{"a":1.5}],null]]""")]
    [InlineData("MATCH (n:person {_id: 'e1'}) RETURN n.name", """[["Ada"]]""")]
    [InlineData("MATCH (n:person) WHERE n._id = 'e2' RETURN n._seq, n.name", """[[2,"Bob"]]""")]
    [InlineData("MATCH (a)-[:KNOWS]->(b)-[:KNOWS]->(c) RETURN a._id, c._id ORDER BY a._id", """[["e1","e3"],["e2","e4"]]""")]
    [InlineData("MATCH (a:person {_id: 'e1'})-[r]->(b) RETURN r, type(r)", """[[{"_key":"","_weight":1.0,"since":2020,"_version":1},"KNOWS"]]""")]
    [InlineData("MATCH (n:Stub) RETURN n", """[[{"_id":"e4","_seq":4}]]""")]
    [InlineData("MATCH p = (:person {_id: 'e3'})-[:KNOWS]->() RETURN nodes(p), length(p)", """[[[{"_id":"e3","_seq":3,"name":"Cy","_type":"person","_project":"lab","_version":1},{"_id":"e4","_seq":4}],1]]""")]
    [InlineData("MATCH (n:person) RETURN {id: n._id, name: n.name} AS row ORDER BY n._id LIMIT 1", """[[{"id":"e1","name":"Ada"}]]""")]
    [InlineData("MATCH (a)-[*1..3]->(b) RETURN count(*)", "[[6]]")]
    [InlineData("MATCH (n) WHERE n.name IS NULL RETURN n._id", """[["e4"]]""")]
    [InlineData("MATCH (n:person) WHERE n.name STARTS WITH $start RETURN n._id", """[["e1"]]""", """{"start":"A","other":1}""")]
    [InlineData("MATCH (n {_id: $id}) RETURN n.name, $list, $map, $big, $float", """[["Ada",[1,"a",null,true],{"a":{"b":"\"\\\n'$x$"}},9007199254740993,0.1]]""",
        """{"id":"e1","list":[1,"a",null,true],"map":{"a":{"b":"\"\\\n'$x$"}},"big":9007199254740993,"float":0.1}""")]
    public async Task Query_is_answered(string cypher, string rows, string parameters = "{}")
    {
        var answer = await AskAsync(cypher, parameters);
        Assert.True(Json.Same(Json.Of(rows), Json.Of(answer.Rows)), Json.Of(answer.Rows).GetRawText());
        Assert.False(answer.Truncated);
    }

    [Fact]
    public async Task Harmless_queries_of_the_guards_table_do_no_harm()
    {
        var server = await ServerProcessAsync();
        var faults = new List<string>();
        foreach (var row in GuardTests.Harmless)
        {
            try
            {
                await AskAsync(row.Data);
            }
            catch (ThreeDbException e)
            {
                faults.Add($"{row.Data}: {e.Message}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(server, await ServerProcessAsync());
    }

    [Fact]
    public async Task Deadly_queries_never_reach_the_server()
    {
        var server = await ServerProcessAsync();
        foreach (var row in GuardTests.Deadly)
        {
            Assert.Equal(ErrorCodes.QueryRefused, (await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync(row.Data))).Code);
        }

        Assert.Equal(server, await ServerProcessAsync());
    }

    [Fact]
    public async Task Longer_answer_is_cut_and_says_so()
    {
        var answer = await AskAsync("UNWIND range(1, 100000) AS x RETURN x", maxRows: 3);
        Assert.Equal((3, true), (answer.Rows.Count, answer.Truncated));
        Assert.False((await AskAsync("UNWIND [1, 2, 3] AS x RETURN x", maxRows: 3)).Truncated);
    }

    [Fact]
    public async Task Query_that_takes_too_long_is_stopped_and_leaves_nothing_running()
    {
        var exception = await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync(Endless, timeout: TimeSpan.FromMilliseconds(300)));
        Assert.Equal(ErrorCodes.DeadlineExceeded, exception.Code);
        await UntilAsync("select count(*) = 0 from pg_stat_activity where application_name = '3db query' and state = 'active' and query like '%endless%'");
    }

    [Fact]
    public async Task Query_that_its_caller_gives_up_ends()
    {
        using var stop = new CancellationTokenSource();
        var asking = AskAsync(Endless, timeout: TimeSpan.FromMinutes(5), cancellationToken: stop.Token);
        await UntilAsync("select count(*) > 0 from pg_stat_activity where application_name = '3db query' and state = 'active' and query like '%endless%'");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await UntilAsync("select count(*) = 0 from pg_stat_activity where application_name = '3db query' and state = 'active' and query like '%endless%'");
    }

    [Theory]
    [InlineData("RETURN nonsense", "Apache AGE refuses")]
    [InlineData("RETURN $missing", "$missing")]
    [InlineData("RETURN 1 / 0", "division by zero")]
    [InlineData("RETURN toUpper(5)", "unsupported")]
    public async Task Query_that_age_refuses_says_why(string cypher, string reason)
    {
        var exception = await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync(cypher));
        Assert.Equal(ErrorCodes.QueryRefused, exception.Code);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MATCH (n:person) SET n.name = 'overwritten' RETURN n")]
    [InlineData("MATCH (n:person) REMOVE n.name RETURN n")]
    [InlineData("MATCH (n) DETACH DELETE n RETURN n")]
    [InlineData("CREATE (n:person {_id: 'new'}) RETURN n")]
    [InlineData("MERGE (n:other {_id: 'new'}) RETURN n")]
    public async Task Write_that_got_past_the_guard_is_refused_or_rolled_back(string cypher)
    {
        var before = await SumAsync();
        await using var connections = new AgeConnections(AgeSettings.Read(AgeServers.Settings((await EngineServer.SharedAsync(AgeEngine.Instance)).Url)));
        var graph = AgeNames.Graph(_context.Tenant, _context.Name);
        await using var connection = await connections.OpenForUserAsync(default);
        try
        {
            await new RolledBackRun(graph, AgeNames.Reader(graph, "postgres")).RunAsync(connection, Query(cypher), new GuardedCypher(cypher, []), ["n"], default);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            // The other two doors.
        }

        Assert.Equal(before, await SumAsync());
    }

    [Fact]
    public async Task Other_tenant_in_the_same_instance_sees_its_own_graph_only()
    {
        var other = _context with { Tenant = _context.Tenant + "-other" };
        await using var projection = await FilledAsync(other, "Zoe");
        Assert.Equal("Ada", (await AskAsync("MATCH (n {_id: 'e1'}) RETURN n.name")).Rows[0][0].GetString());
        Assert.Equal("Zoe", (await projection.QueryAsync(Query("MATCH (n {_id: 'e1'}) RETURN n.name"), default)).Rows[0][0].GetString());

        // Not even SQL as the role of one tenant's queries reads the other's tables.
        var (mine, theirs) = (AgeNames.Graph(_context.Tenant, _context.Name), AgeNames.Graph(other.Tenant, other.Name));
        var exception = await Assert.ThrowsAsync<PostgresException>(() =>
            AgeServers.RunAsync($"""set role {AgeNames.Reader(mine, "postgres")}; select count(*) from "{mine}".person; select count(*) from "{theirs}".person"""));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, exception.SqlState);
        Assert.Contains(theirs, exception.MessageText, StringComparison.Ordinal);
        await projection.DropAsync(Fences.Newest, default);
        Assert.Equal("Ada", (await AskAsync("MATCH (n {_id: 'e1'}) RETURN n.name")).Rows[0][0].GetString());
    }

    private const string Endless = "UNWIND range(1, 20000) AS endless UNWIND range(1, 20000) AS b WITH endless, b WHERE endless + b = -1 RETURN endless";

    private static EngineQuery Query(string cypher, string parameters = "{}", int maxRows = 100, TimeSpan? timeout = null) =>
        new(cypher, Json.Of(parameters).EnumerateObject().ToDictionary(member => member.Name, member => member.Value), timeout ?? TimeSpan.FromSeconds(20), maxRows);

    private Task<EngineAnswer> AskAsync(string cypher, string parameters = "{}", int maxRows = 100, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _projection.QueryAsync(Query(cypher, parameters, maxRows, timeout), cancellationToken);

    private static async Task<IQueryableProjection> FilledAsync(ProjectionContext context, string name)
    {
        var projection = (IQueryableProjection)await AgeServers.ProjectionAsync(context);
        await projection.PrepareAsync(new Fence(1, 1), default);
        await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 2),
            [Rows.Entity(1, $$"""{"name":"{{name}}"}"""), Rows.Entity(2, """{"name":"Bob"}"""), Rows.Entity(3, """{"name":"Cy"}""")],
            [Rows.Relation(1, 2), Rows.Relation(2, 3, "LIKES"), Rows.Relation(2, 3), Rows.Relation(3, 4)]), default);
        await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 3), [], [Rows.Gone(new Changes.RowKey(2, 3, "LIKES", ""))]), default);
        return projection;
    }

    private async Task<RangeDigest> SumAsync() => (await ((IProjection)_projection).DigestAsync(relations: false, [new SeqRange(0, long.MaxValue)], default))[0];

    // A process that comes again only after a crash of the instance.
    private static Task<int> ServerProcessAsync() => AgeServers.ScalarAsync<int>("select pid from pg_stat_activity where backend_type = 'checkpointer'");

    private static async Task UntilAsync(string condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await AgeServers.ScalarAsync<bool>(condition))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
