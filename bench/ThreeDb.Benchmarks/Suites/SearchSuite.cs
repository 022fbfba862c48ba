using Npgsql;
using NpgsqlTypes;
using ThreeDb.Embeddings;
using ThreeDb.Postgres;

namespace ThreeDb.Benchmarks;

/// <summary>Reading by id over HTTP, and the top ten by words, by meaning and by fields, beside hand-written SQL with the same answer.</summary>
internal static class SearchSuite
{
    private const int Gets = 3_000;
    private const int Searches = 60;
    private const int Scans = 20;

    public static async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await context.SettleAsync(cancellationToken);
        var db = await context.Engine.ForAsync(actor: "bench", cancellationToken: cancellationToken);
        await using var connection = await context.Database.Bare.OpenConnectionAsync(cancellationToken);
        await GetAsync(context, connection, cancellationToken);
        await TextAsync(context, db, connection, cancellationToken);
        await NearAsync(context, db, connection, cancellationToken);
        await FieldsAsync(context, db, connection, cancellationToken);
    }

    private static async Task GetAsync(BenchmarkContext context, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke("get by id over HTTP");
        using var http = new HttpClient { BaseAddress = context.Server.Url };
        await using var sql = new BareQuery(connection, """
            select id, type, project, data::text, version, created_at, created_by, updated_at, updated_by
            from threedb.entity where tenant_id = $1 and id = $2 and state = 1
            """, NpgsqlDbType.Integer, NpgsqlDbType.Text);
        string IdOf(int round, int i) => BenchmarkDocuments.IdOf((int)((uint)((round * Gets) + i) * 2654435761L % context.Options.Rows));
        var rounds = await Rounds.AlternateAsync(
            round => Samples.OfAsync(Gets, async i =>
            {
                using var answer = await http.GetAsync("/v1/entities/" + Uri.EscapeDataString(IdOf(round, i)), cancellationToken);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            }),
            round => Samples.OfAsync(Gets, async i => OneRow(await sql.RowsAsync(cancellationToken, context.TenantId, IdOf(round, i)))),
            cancellationToken);
        Report(context, "get by id over HTTP", "the same SELECT", rounds, Bound.RatioAtMost(3));
    }

    private static async Task TextAsync(BenchmarkContext context, TenantDb db, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke("text search");
        await using var sql = new BareQuery(connection, """
            select e.id, e.type, e.data::text, e.version, best.rank
            from (select t.seq, ts_rank(t.tsv, q, 1) as rank
                  from websearch_to_tsquery('english', $2) q, threedb.entity_text t
                  where t.tenant_id = $1 and t.type = 'product' and t.tsv @@ q order by rank desc, t.seq limit 10) best
            join threedb.entity e on e.tenant_id = $1 and e.seq = best.seq
            order by best.rank desc, best.seq
            """, NpgsqlDbType.Integer, NpgsqlDbType.Text);
        await SearchAsync(context, "text top 10", "hand-written SQL", Searches,
            i => QueryAsync(db, new Query { From = BenchmarkDocuments.Type, Text = new TextLeg { Query = context.Documents.Words(i) } }, cancellationToken),
            i => sql.RowsAsync(cancellationToken, context.TenantId, context.Documents.Words(i)), cancellationToken);
    }

    private static async Task NearAsync(BenchmarkContext context, TenantDb db, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke("search by meaning");
        var embedder = new HashingEmbedder();
        var table = VectorTable.NameOf(embedder.Model);
        var texts = Enumerable.Range(0, Scans).Select(context.Documents.Words).ToList();
        var vectors = await embedder.EmbedAsync(texts, cancellationToken);
        var vectorType = await context.Database.ScalarAsync<bool>("select exists (select 1 from pg_type where typname = 'vector')", cancellationToken);
        if (!vectorType)
        {
            context.Report.Add("vector top 10, p50", "ms",
                (await Samples.OfAsync(Scans, i => QueryAsync(db, Near(texts[i % Scans]), cancellationToken))).At(0.5), "n/a: no extension vector", null);
            return;
        }

        await using var sql = new BareQuery(connection, $"""
            select e.id, e.type, e.data::text, e.version, best.distance
            from (select v.seq, v.embedding <=> $2::real[]::vector as distance from {table} v
                  where v.tenant_id = $1 and v.type = 'product' order by distance, v.seq limit 10) best
            join threedb.entity e on e.tenant_id = $1 and e.seq = best.seq
            order by best.distance, best.seq
            """, NpgsqlDbType.Integer, NpgsqlDbType.Array | NpgsqlDbType.Real);
        await SearchAsync(context, "vector top 10", "hand-written SQL", Scans,
            i => QueryAsync(db, Near(texts[i]), cancellationToken),
            i => sql.RowsAsync(cancellationToken, context.TenantId, vectors[i]), cancellationToken);
    }

    private static async Task FieldsAsync(BenchmarkContext context, TenantDb db, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke("list by fields");
        await using var sql = new BareQuery(connection, """
            select e.id, e.type, e.data::text, e.version from threedb.entity e
            where e.tenant_id = $1 and e.state = 1 and e.type = 'product' and e.data->'colour' = to_jsonb($2::text) and (e.data->'stock')::numeric < 100
            order by e.seq limit 10
            """, NpgsqlDbType.Integer, NpgsqlDbType.Text);
        var where = Filter.Parse("""{"colour": "walnut", "stock": {"lt": 100}}""");
        await SearchAsync(context, "list by two fields, first 10", "hand-written SQL", Searches,
            async _ => [.. (await db.Entities.ListAsync(new ListRequest { Type = BenchmarkDocuments.Type, Where = where, Limit = 10 }, cancellationToken)).Items.Select(e => e.Id)],
            _ => sql.RowsAsync(cancellationToken, context.TenantId, "walnut"), cancellationToken, bounded: false);
    }

    private static async Task SearchAsync(
        BenchmarkContext context, string measure, string peer, int calls,
        Func<int, Task<List<string>>> ours, Func<int, Task<List<string>>> theirs, CancellationToken cancellationToken, bool bounded = true)
    {
        for (var i = 0; i < calls; i++)
        {
            var (a, b) = (await ours(i), await theirs(i));
            if (!a.SequenceEqual(b))
            {
                throw new InvalidOperationException($"{measure}: 3db and its peer answer differently: {string.Join(' ', a)} and {string.Join(' ', b)}.");
            }
        }

        var rounds = await Rounds.AlternateAsync(_ => Samples.OfAsync(calls, ours), _ => Samples.OfAsync(calls, theirs), cancellationToken);
        Report(context, measure, peer, rounds, bounded ? Bound.RatioAtMost(1.5) : null);
    }

    private static Query Near(string text) => new() { From = BenchmarkDocuments.Type, Near = new NearLeg { Text = text } };

    private static async Task<List<string>> QueryAsync(TenantDb db, Query query, CancellationToken cancellationToken) =>
        [.. (await db.QueryAsync(query, cancellationToken)).Items.Select(hit => hit.Entity.Id)];

    private static void OneRow(List<string> rows)
    {
        if (rows.Count != 1)
        {
            throw new InvalidOperationException($"The SELECT found {rows.Count} rows, not one.");
        }
    }

    private static void Report(BenchmarkContext context, string measure, string peer, List<(Samples Value, Samples Peer)> rounds, Bound? bound)
    {
        context.Report.Add(measure + ", p50", "ms", peer, [.. rounds.Select(r => (r.Value.At(0.5), r.Peer.At(0.5)))], bound);
        context.Report.Add(measure + ", p99", "ms", peer, [.. rounds.Select(r => (r.Value.At(0.99), r.Peer.At(0.99)))]);
    }
}
