using System.Globalization;
using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>
/// No time tells one tenant of another: for a stranger, PostgreSQL does the same work for what another tenant has and for what nobody has.
/// Pages are counted instead of time, which would depend on the machine.
/// </summary>
public sealed class StrangerWorkTests(StrangerWorkTests.Crowd fixture) : IClassFixture<StrangerWorkTests.Crowd>
{
    // Keys begin with the tenant: nothing differs but on which of its own pages the tenant looks.
    private const int OfKeys = 1;

    // One index has the words of all: to find that no text with the word is the tenant's takes a few pages, however many others have it.
    private const int OfWords = 6;

    [Theory]
    [InlineData(OfKeys, "select data from threedb.entity e where e.tenant_id = {0} and e.id = '{1}' and e.state = 1", "n1234", "m1234")]
    [InlineData(OfKeys, "select e.id from threedb.entity e where e.tenant_id = {0} and e.type = '{1}' and e.state = 1 order by e.seq limit 100", "note", "nothing")]
    [InlineData(OfKeys, "select r.dst from threedb.relation r where r.tenant_id = {0} and r.src = (select e.seq from threedb.entity e where e.tenant_id = {0} and e.id = '{1}')", "n1", "m1")]
    [InlineData(OfKeys, "select c.version from threedb.change c where c.tenant_id = {0} and c.kind = 0 and c.seq = (select e.seq from threedb.entity e where e.tenant_id = {0} and e.id = '{1}')", "n1234", "m1234")]
    [InlineData(OfWords, "select seq from threedb.search_text('{1}'::tsquery, null)", "canari", "dragon")]
    [InlineData(OfWords, "select seq from threedb.search_text_top('{1}'::tsquery, array['note'], 10)", "canari", "dragon")]
    public async Task Work_for_a_stranger_is_the_same_whether_another_tenant_has_it_or_nobody(int slack, string statement, string owned, string unknown)
    {
        var stranger = fixture.Other.Session.TenantId;
        var had = await PagesAsync(stranger, statement, owned);
        var absent = await PagesAsync(stranger, statement, unknown);
        Assert.True(Math.Abs(had - absent) <= slack, $"{had} pages for what another tenant has, {absent} for what nobody has.");
    }

    [Fact]
    public async Task Statement_whose_work_depends_on_another_tenant_is_noticed()
    {
        // A word looked up in all tenants, and the tenant checked row by row.
        const string Careless = "select count(*) from (select t.tenant_id from threedb.entity_text t where t.tsv @@ '{1}'::tsquery offset 0) t where t.tenant_id = {0}";
        await using var admin = await Sql.AdminAsync(fixture.Database);
        var stranger = fixture.Other.Session.TenantId;
        Assert.True(await PagesAsync(admin, stranger, Careless, "canari") - await PagesAsync(admin, stranger, Careless, "dragon") > 10 * OfWords);
    }

    private async Task<long> PagesAsync(int tenant, string statement, string value)
    {
        await using var app = await Sql.AppAsync(fixture.Database);
        return await PagesAsync(app, tenant, statement, value);
    }

    private static async Task<long> PagesAsync(Sql sql, int tenant, string statement, string value)
    {
        await sql.RunAsync("select set_config('threedb.tenant', $1, false)", tenant.ToString(CultureInfo.InvariantCulture));
        var explained = "explain (analyze, buffers, timing off, format json) " + string.Format(CultureInfo.InvariantCulture, statement, tenant, value);

        // The first time, PostgreSQL also looks up tables and functions.
        await sql.ColumnAsync<string>(explained);
        var plan = JsonElement.Parse(Assert.Single(await sql.ColumnAsync<string>(explained)))[0].GetProperty("Plan");
        return plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64();
    }

    /// <summary>A tenant with much, beside one with little.</summary>
    public sealed class Crowd : EngineFixture
    {
        private const int Many = 20_000;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Db.BulkAsync(Enumerable.Range(0, Many).Select(i => (Mutation)new CreateEntity("note", Json.Of(new { name = $"canary {i % 50}" })) { Id = $"n{i}" }).ToAsyncEnumerable());
            await Db.BulkAsync(Enumerable.Range(2, 1000).Select(i => (Mutation)new Relate("n1", "TO", $"n{i}")).ToAsyncEnumerable());
            await Other.BulkAsync(Enumerable.Range(0, 500).Select(i => (Mutation)new CreateEntity("page", Json.Of(new { name = $"sparrow {i}" })) { Id = $"p{i}" }).ToAsyncEnumerable());
            await Database.RunAsync("select gin_clean_pending_list('threedb.entity_text_words')");
            await Database.RunAsync("vacuum analyze");
        }
    }
}
