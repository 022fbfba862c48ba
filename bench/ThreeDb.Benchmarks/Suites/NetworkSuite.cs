using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Benchmarks;

/// <summary>Traversals over a uniform random graph, beside hand-written recursive SQL that finds the same entities.</summary>
internal static class NetworkSuite
{
    private const int Nodes = 20_000;
    private const int Relations = 200_000;
    private const int Calls = 30;
    private const int Limit = 2_000;

    public static async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var db = await LoadAsync(context, cancellationToken);
        await context.SettleAsync(cancellationToken);
        await using var connection = await context.Database.Bare.OpenConnectionAsync(cancellationToken);
        var tenant = await context.Database.ScalarAsync<int>("select tenant_id from threedb.tenant where name = 'graph'", cancellationToken);
        foreach (var depth in new[] { 1, 2, 3 })
        {
            await NetworkAsync(context, db, connection, tenant, depth, cancellationToken);
        }

        await PathAsync(context, db, connection, tenant, cancellationToken);
    }

    private static async Task<TenantDb> LoadAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke($"loading a graph of {Nodes:N0} entities and {Relations:N0} relations");
        var db = await context.TenantAsync("graph", cancellationToken);
        await db.Types.PutAsync("person", new EntityTypeDefinition { Title = "name", Text = [], Embed = false }, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await db.BulkAsync(Mutations().ToAsyncEnumerable(), cancellationToken: cancellationToken);
        context.Report.Rows = Nodes;
        context.Report.Add($"load {Nodes:N0} entities and {Relations:N0} relations", "s", Stopwatch.GetElapsedTime(start).TotalSeconds, null, null);
        return db;
    }

    private static IEnumerable<Mutation> Mutations()
    {
        for (var i = 0; i < Nodes; i++)
        {
            yield return new CreateEntity("person", JsonElement.Parse($$"""{"name": "Person {{i.ToString(CultureInfo.InvariantCulture)}}"}""")) { Id = IdOf(i) };
        }

        var random = new Random(20);
        for (var i = 0; i < Relations; i++)
        {
            yield return new Relate(IdOf(random.Next(Nodes)), "KNOWS", IdOf(random.Next(Nodes)));
        }
    }

    private static async Task NetworkAsync(BenchmarkContext context, TenantDb db, NpgsqlConnection connection, int tenant, int depth, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke($"network to depth {depth}");
        await using var sql = new BareQuery(connection, """
            with recursive walk(seq, depth) as (
                select e.seq, 0 from threedb.entity e where e.tenant_id = $1 and e.id = $2
                union
                select r.dst, w.depth + 1 from walk w join threedb.relation r on r.tenant_id = $1 and r.src = w.seq and r.type = 'KNOWS' where w.depth < $3),
            nearest as (select seq, min(depth) as depth from walk group by seq)
            select e.id, e.type, e.data->>'name', n.depth from nearest n join threedb.entity e on e.tenant_id = $1 and e.seq = n.seq and e.state = 1
            order by n.depth, n.seq
            """, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Integer);
        await CompareAsync(context, $"network to depth {depth}",
            async i => [.. (await db.Graph.NetworkAsync(Start(i), Options(depth), cancellationToken)).Nodes.Select(node => node.Id)],
            i => sql.RowsAsync(cancellationToken, tenant, Start(i), depth), cancellationToken);
    }

    private static async Task PathAsync(BenchmarkContext context, TenantDb db, NpgsqlConnection connection, int tenant, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke("shortest path");
        await using var sql = new BareQuery(connection, """
            with recursive ends as (
                select (select e.seq from threedb.entity e where e.tenant_id = $1 and e.id = $2) as a, (select e.seq from threedb.entity e where e.tenant_id = $1 and e.id = $3) as b),
            walk(seq, depth) as (
                select a, 0 from ends
                union
                select r.dst, w.depth + 1 from walk w join threedb.relation r on r.tenant_id = $1 and r.src = w.seq and r.type = 'KNOWS'
                where w.depth < 6 and not exists (select 1 from ends where b = w.seq))
            select coalesce(min(w.depth)::text, '') from walk w join ends on ends.b = w.seq
            """, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Text);
        await CompareAsync(context, "shortest path",
            async i => [(await db.Graph.ShortestPathAsync(Start(i), Start(i + 1), Options(6), cancellationToken)).Path?.Length.ToString(CultureInfo.InvariantCulture) ?? ""],
            i => sql.RowsAsync(cancellationToken, tenant, Start(i), Start(i + 1)), cancellationToken, calls: 4);
    }

    private static async Task CompareAsync(
        BenchmarkContext context, string measure, Func<int, Task<List<string>>> ours, Func<int, Task<List<string>>> theirs,
        CancellationToken cancellationToken, int calls = Calls)
    {
        for (var i = 0; i < calls; i++)
        {
            var (a, b) = (await ours(i), await theirs(i));
            if (!a.ToHashSet(StringComparer.Ordinal).SetEquals(b))
            {
                throw new InvalidOperationException($"{measure}: 3db and its peer answer differently: {a.Count:N0} and {b.Count:N0} entities.");
            }
        }

        var rounds = await Rounds.AlternateAsync(_ => Samples.OfAsync(calls, ours), _ => Samples.OfAsync(calls, theirs), cancellationToken);
        context.Report.Add(measure + ", p50", "ms", "recursive SQL", [.. rounds.Select(r => (r.Value.At(0.5), r.Peer.At(0.5)))]);
        context.Report.Add(measure + ", p99", "ms", "recursive SQL", [.. rounds.Select(r => (r.Value.At(0.99), r.Peer.At(0.99)))]);
    }

    private static Traversal Options(int depth) => new() { Direction = Direction.Out, Via = ["KNOWS"], Depth = depth, Limit = Limit };

    private static string Start(int i) => IdOf((i * 6151) % Nodes);

    private static string IdOf(int number) => $"person/{number.ToString(CultureInfo.InvariantCulture)}";
}
