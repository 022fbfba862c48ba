namespace ThreeDb.Postgres.Tests;

/// <summary>Functions that run as the owner tell a tenant nothing about another; and nobody adds one without saying here what it may tell.</summary>
public sealed class FunctionTests(TenantRows fixture) : IClassFixture<TenantRows>
{
    /// <summary>The functions of the owner that return rows of the tenant that is set.</summary>
    private static readonly Dictionary<string, string> OfTenant = new()
    {
        ["search_text"] = "select seq, rank from threedb.search_text('secret'::tsquery, {0}) order by seq",
        ["search_text_top"] = "select seq, rank from threedb.search_text_top('secret'::tsquery, {0}, 100) order by seq",
    };

    /// <summary>The functions that answer without a tenant, and all that they tell.</summary>
    private static readonly Dictionary<string, string> OfAll = new()
    {
        ["find_tenant"] = "the number of the tenant whose name the caller knows",
        ["find_key"] = "the key whose random id the caller knows",
        ["any_key"] = "whether a key exists at all",
        ["tenants_to_derive"] = "numbers of tenants, for the background worker",
        ["tenants_with_projections"] = "numbers of tenants, for the runner of projections",
        ["frontier_blocker"] = "the one session that holds the change log back: pid, application, state, age; or the name of a prepared transaction",
        ["make_change_partitions"] = "how many partitions were made",
        ["forget_idempotency_keys"] = "how many keys were too old",
        ["merge_new_words"] = "how many pages of the index were merged",
        ["refresh_statistics"] = "about how many rows a table has in all",
    };

    [Fact]
    public async Task Function_of_the_owner_is_known_here()
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        var functions = await admin.ColumnAsync<string>("select proname::text from pg_proc where pronamespace = 'threedb'::regnamespace and prosecdef order by 1");
        Assert.Equal(OfTenant.Keys.Concat(OfAll.Keys).Order(StringComparer.Ordinal), functions);
    }

    [Fact]
    public async Task Search_function_without_a_tenant_returns_nothing()
    {
        await using var app = await Sql.AppAsync(fixture.Database);
        foreach (var call in Calls())
        {
            Assert.Empty(await app.RowsAsync(call));
        }

        await app.RunAsync("begin; select set_config('threedb.tenant', '1', true); commit");
        foreach (var call in Calls())
        {
            Assert.Empty(await app.RowsAsync(call));
        }
    }

    [Fact]
    public async Task Search_function_returns_the_rows_of_the_tenant()
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        await using var app = await Sql.AppAsync(fixture.Database);
        foreach (var tenant in new[] { fixture.Db.Session.TenantId, fixture.Other.Session.TenantId })
        {
            var expected = await admin.RowsAsync(
                "select seq, ts_rank(tsv, 'secret', 1) from threedb.entity_text where tenant_id = $1 and tsv @@ 'secret'::tsquery order by seq", tenant);
            Assert.NotEmpty(expected);
            await app.RunAsync($"begin; select set_config('threedb.tenant', '{tenant}', true)");
            foreach (var call in Calls())
            {
                Assert.Equal(expected, await app.RowsAsync(call));
            }

            await app.RunAsync("rollback");
        }
    }

    [Fact]
    public async Task Function_that_answers_without_a_tenant_tells_no_more_than_a_number_or_the_one_row()
    {
        await using var app = await Sql.AppAsync(fixture.Database);
        Assert.Equal(fixture.Other.Session.TenantId, await app.ScalarAsync<int>("select threedb.find_tenant('other')"));
        Assert.Null(await app.ScalarAsync<int?>("select threedb.find_tenant('%')"));
        Assert.Empty(await app.RowsAsync("select * from threedb.find_key('%')"));
        Assert.Empty(await app.RowsAsync("select * from threedb.find_key('')"));
        Assert.True(await app.ScalarAsync<bool>("select threedb.any_key()"));
        Assert.All(await app.RowsAsync("select * from threedb.tenants_to_derive()"), row => Assert.IsType<int>(Assert.Single(row)));
        Assert.All(await app.RowsAsync("select * from threedb.tenants_with_projections()"), row => Assert.IsType<int>(Assert.Single(row)));
        Assert.Equal(0L, await app.ScalarAsync<long>("select threedb.forget_idempotency_keys()"));
    }

    [Fact]
    public async Task Object_in_the_callers_own_schema_does_not_replace_one_that_a_function_uses()
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        await admin.RunAsync("create schema evil; grant usage, create on schema evil to threedb_app");
        await using var app = await Sql.AppAsync(fixture.Database);
        await app.RunAsync("""
            create function evil.ts_rank(tsvector, tsquery, int) returns real language plpgsql as $$ begin raise 'taken over by %', current_user; end $$;
            set search_path = evil, pg_catalog;
            create temp table entity_text (x int)
            """);
        await app.RunAsync($"begin; select set_config('threedb.tenant', '{fixture.Db.Session.TenantId}', true)");
        Assert.NotEmpty(await app.RowsAsync(Calls().First()));
    }

    private static IEnumerable<string> Calls() =>
        OfTenant.Values.SelectMany(call => new[] { "null", "array['note']" }.Select(types => call.Replace("{0}", types, StringComparison.Ordinal)));
}
