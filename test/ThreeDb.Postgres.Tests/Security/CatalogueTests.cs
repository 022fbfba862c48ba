namespace ThreeDb.Postgres.Tests;

/// <summary>The schema keeps the rules; and each rule turns red for the fault that it is there for.</summary>
public sealed class CatalogueTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const string Policy = "to threedb_app using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)";

    [Fact]
    public async Task Schema_as_migrated_keeps_every_rule()
    {
        await using var sql = await Sql.AdminAsync(fixture.Database);
        Assert.Empty(await CatalogueRules.FaultsAsync(sql));
    }

    [Theory]
    [InlineData("create table threedb.x (tenant_id int not null); alter table threedb.x owner to threedb_owner; grant select on threedb.x to threedb_app", "without row-level security")]
    [InlineData("alter table threedb.entity disable row level security", "without row-level security")]
    [InlineData("grant select on threedb.change_other to threedb_app", "without row-level security")]
    [InlineData("drop policy tenant_isolation on threedb.relation", "no policy about the tenant")]
    [InlineData("create policy more on threedb.entity to threedb_app using (true)", "more rows")]
    [InlineData($"drop policy tenant_isolation on threedb.entity; create policy tenant_isolation on threedb.entity {Policy} with check (true)", "more rows")]
    [InlineData("create table threedb.x (id int)", "first column")]
    [InlineData("create table threedb.x (id int)", "belong to the owner")]
    [InlineData("create index x on threedb.entity (id)", "does not begin with the tenant")]
    [InlineData("alter table threedb.relation alter tenant_id reset (n_distinct)", "by the size of the average")]
    [InlineData("create table threedb.x (tenant_id int not null)", "by the size of the average")]
    [InlineData("alter table threedb.relation add foreign key (src, tenant_id) references threedb.entity_text (seq, tenant_id)", "leaves the tenant out", "create unique index y on threedb.entity_text (seq, tenant_id)")]
    [InlineData("create view threedb.x as select * from threedb.entity", "view with the rights")]
    [InlineData("create function threedb.x() returns bigint language sql security definer return (select count(*) from threedb.entity)", "search path")]
    [InlineData("create function threedb.x() returns int language sql return 1", "everybody")]
    [InlineData("grant select on threedb.entity to public", "everybody")]
    [InlineData("grant select (name) on threedb.tenant to public", "everybody")]
    [InlineData("grant truncate on threedb.entity to threedb_app", "truncated")]
    [InlineData("grant delete on threedb.change to threedb_app", "history")]
    [InlineData("grant update (data) on threedb.change to threedb_app", "history", "alter table threedb.change add data int")]
    [InlineData("grant insert on threedb.setting to threedb_app", "shared")]
    [InlineData("grant threedb_owner to threedb_app", "may more")]
    [InlineData("alter role threedb_app bypassrls", "may more")]
    [InlineData("alter role threedb_owner login", "can log in")]
    [InlineData("grant create on schema threedb to threedb_app", "may more")]
    [InlineData("alter table threedb.setting owner to threedb_app", "may more")]
    public async Task Rule_with_its_fault_planted_turns_red(string fault, string expected, string first = "")
    {
        await using var sql = await Sql.AdminAsync(fixture.Database);
        await sql.RunAsync("begin");
        await sql.RunAsync(first + ";" + fault);
        Assert.Contains(await CatalogueRules.FaultsAsync(sql), found => found.Contains(expected, StringComparison.Ordinal));
        await sql.RunAsync("rollback");
    }
}
