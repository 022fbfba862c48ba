using Npgsql;
using ThreeDb.Embeddings;

namespace ThreeDb.Postgres.Tests;

/// <summary>Migrations bring any database to the schema of this build, once, and refuse what they do not know.</summary>
public sealed class MigratorTests : IAsyncLifetime
{
    private readonly HashingEmbedder _embedder = new();
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateEmptyAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Empty_database_is_migrated_and_a_second_run_changes_nothing()
    {
        var dry = await new Migrator(_database.ConnectionString).RunAsync(_embedder, dryRun: true);
        Assert.Equal((0, Migration.All.Count), (dry.Version, dry.Applied.Count));
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from pg_namespace where nspname = 'threedb'"));
        var first = await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        Assert.Equal((Migration.All[^1].Number, Migration.All.Count, true), (first.Version, first.Applied.Count, first.HasVectorExtension));
        var before = await SchemaAsync();
        var second = await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        Assert.Empty(second.Applied);
        Assert.Equal(first.Version, second.Version);
        Assert.Equal(before, await SchemaAsync());
        await WorksAsync(_database.ConnectionString);
    }

    [Fact]
    public async Task Three_migrators_at_once_leave_one_schema()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => new Migrator(_database.ConnectionString).RunAsync(_embedder)));
        Assert.Single(reports, report => report.Applied.Count > 0);
        Assert.Equal((long)Migration.All.Count, await _database.ScalarAsync<long>("select count(*) from threedb.migration"));
        await WorksAsync(_database.ConnectionString);
    }

    [Fact]
    public async Task Databases_of_one_new_server_are_migrated_at_once()
    {
        await using var cluster = await TestCluster.CreateAsync();
        var databases = Enumerable.Range(0, 4).Select(i => new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = "d" + i }.ConnectionString).ToList();
        for (var i = 0; i < databases.Count; i++)
        {
            await TestPostgres.RunAsync(cluster.ConnectionString, $"create database d{i}");
        }

        var reports = await Task.WhenAll(databases.Select(database => new Migrator(database).RunAsync(_embedder)));
        Assert.All(reports, report => Assert.Equal(Migration.All.Count, report.Applied.Count));
    }

    [Fact]
    public async Task Database_of_the_first_step_gets_the_second_and_keeps_its_rows()
    {
        await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        var schema = await SchemaAsync();
        await WorksAsync(_database.ConnectionString);
        await _database.RunAsync("""
            drop table threedb.reconcile_report, threedb.dead_letter, threedb.projection;
            drop function threedb.tenants_with_projections(), threedb.frontier_blocker();
            delete from threedb.migration where number = 2
            """);
        Assert.Equal(["0002 sync"], (await new Migrator(_database.ConnectionString).RunAsync(_embedder)).Applied);
        Assert.Equal(schema, await SchemaAsync());
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from threedb.entity where id = 'note'"));
    }

    [Fact]
    public async Task Scores_saved_before_the_fourth_step_are_listed_without_a_time_until_they_are_saved_again()
    {
        await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        var schema = await SchemaAsync();
        await using (var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = _database.ConnectionString }))
        {
            var db = await engine.ForAsync();
            await db.Entities.CreateAsync("t", new { }, "one");
            await db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, SaveAs = "early" });
        }

        await _database.RunAsync("drop table threedb.saved_score; delete from threedb.migration where number = 4");
        Assert.Equal(["0004 saved_score"], (await new Migrator(_database.ConnectionString).RunAsync(_embedder)).Applied);
        Assert.Equal(schema, await SchemaAsync());
        await using var again = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = _database.ConnectionString });
        var tenant = await again.ForAsync();
        Assert.Equal([new SavedScore("early", 1, null)], await tenant.Scores.ListAsync());
        Assert.Null((await tenant.Entities.ListAsync(new ListRequest { OrderBy = [new SortKey("$score.early")] })).UnknownScores);
        await tenant.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, SaveAs = "early" });
        Assert.NotNull(Assert.Single(await tenant.Scores.ListAsync()).SavedAt);
        Assert.True(await tenant.Scores.DeleteAsync("early"));
    }

    [Fact]
    public async Task Types_declared_before_the_fifth_step_count_what_they_cannot_derive_from_their_next_change_on()
    {
        await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        var schema = await SchemaAsync();
        await using (var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = _database.ConnectionString }))
        {
            var db = await engine.ForAsync();
            await db.Entities.CreateAsync("t", new { x = "." }, "one");
            await db.Types.PutAsync("t", new() { Embed = false });
        }

        await _database.RunAsync("alter table threedb.entity_type drop column underived, drop column underived_in; delete from threedb.migration where number = 5");
        Assert.Equal(["0005 underived"], (await new Migrator(_database.ConnectionString).RunAsync(_embedder)).Applied);
        Assert.Equal(schema, await SchemaAsync());
        await using var again = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = _database.ConnectionString });
        var tenant = await again.ForAsync();
        Assert.Null((await tenant.Types.GetAsync("t"))!.Underived);
        await tenant.Types.PutAsync("t", new() { Relations = [new DerivedRelation { Field = "x", Relation = "TO", To = "thing" }] });
        await Settled.WaitAsync(tenant);
        Assert.Equal(["one"], (await tenant.Types.GetAsync("t"))!.Underived!.Entities);
    }

    [Fact]
    public async Task Statistics_made_before_the_eighth_step_are_made_anew_for_the_largest_tenant()
    {
        await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        var schema = await SchemaAsync();
        await _database.RunAsync("""
            drop function threedb.plan_for_large_tenants(regclass);
            alter table threedb.entity alter tenant_id reset (n_distinct);
            insert into threedb.entity (tenant_id, seq, id, state, version) select 1000 + i / 3, i + 1, 'stub/' || i, 0, 0 from generate_series(0, 299) i;
            analyze threedb.entity;
            delete from threedb.migration where number = 8
            """);
        const string Tenants = "select n_distinct from pg_stats where schemaname = 'threedb' and tablename = 'entity' and attname = 'tenant_id'";
        Assert.NotEqual(1, await _database.ScalarAsync<float>(Tenants));
        Assert.Equal(["0008 plan_for_large_tenants"], (await new Migrator(_database.ConnectionString).RunAsync(_embedder)).Applied);
        Assert.Equal(1, await _database.ScalarAsync<float>(Tenants));
        Assert.Equal(schema, await SchemaAsync());
    }

    [Fact]
    public async Task Step_that_was_applied_with_another_text_is_refused()
    {
        await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        await _database.RunAsync("update threedb.migration set checksum = repeat('0', 64) where number = 1");
        foreach (var dryRun in new[] { false, true })
        {
            var e = await Assert.ThrowsAsync<ThreeDbException>(() => new Migrator(_database.ConnectionString).RunAsync(_embedder, dryRun));
            Assert.Equal(ErrorCodes.MigrationFailed, e.Code);
            Assert.Contains("0001", e.Message, StringComparison.Ordinal);
            Assert.NotEmpty(e.Hint);
        }
    }

    [Fact]
    public async Task Schema_of_a_newer_build_is_refused_with_the_remedy()
    {
        await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        await _database.RunAsync("insert into threedb.migration (number, name, checksum) values (9999, 'future', 'x')");
        var e = await Assert.ThrowsAsync<ThreeDbException>(() => new Migrator(_database.ConnectionString).RunAsync(_embedder));
        Assert.Equal(ErrorCodes.SchemaTooNew, e.Code);
        Assert.Contains("9999", e.Message, StringComparison.Ordinal);
        Assert.Contains("Upgrade", e.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embedding_model_of_another_dimension_is_refused()
    {
        await new Migrator(_database.ConnectionString).RunAsync(_embedder);
        await _database.RunAsync("update threedb.embedding_model set dimension = 7");
        var e = await Assert.ThrowsAsync<ThreeDbException>(() => new Migrator(_database.ConnectionString).RunAsync(_embedder));
        Assert.Equal(ErrorCodes.EmbeddingModelMismatch, e.Code);
    }

    [Fact]
    public async Task Database_without_the_schema_is_refused_with_the_remedy()
    {
        var e = await Assert.ThrowsAsync<ThreeDbException>(() => ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = _database.ConnectionString, Migrate = false }));
        Assert.Equal(ErrorCodes.MigrationFailed, e.Code);
        Assert.Contains("3db migrate", e.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ordinary_user_is_told_what_an_administrator_must_do_and_then_migrates()
    {
        // The roles are of the whole cluster; the template makes them.
        await (await TestDatabase.CreateAsync()).DisposeAsync();
        var user = "migrator_" + _database.Name;
        await _database.RunAsync($"create role {user} login password 'secret'");
        var plain = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = user, Password = "secret" }.ConnectionString;
        try
        {
            var e = await Assert.ThrowsAsync<ThreeDbException>(() => new Migrator(plain).RunAsync(_embedder));
            Assert.Equal(ErrorCodes.MigrationFailed, e.Code);
            Assert.Contains("threedb_owner", e.Hint, StringComparison.Ordinal);

            await _database.RunAsync($"grant threedb_owner, threedb_app to {user}; create extension btree_gin; create extension vector; grant create on database {_database.Name} to {user}, threedb_owner");
            var report = await new Migrator(plain).RunAsync(_embedder);
            Assert.Equal(Migration.All.Count, report.Applied.Count);
            await using var sql = await Sql.AdminAsync(_database);
            Assert.Empty(await CatalogueRules.FaultsAsync(sql));
            await WorksAsync(plain);
        }
        finally
        {
            await _database.RunAsync($"drop owned by {user}; drop role {user}");
        }
    }

    private static async Task WorksAsync(string connectionString)
    {
        await new TenantAdmin(connectionString).CreateAsync("default");
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = connectionString, Migrate = false, MaxConnections = 8 });
        var db = await engine.ForAsync();
        await db.Entities.CreateAsync("note", new { title = "a fox" }, "note");
        Assert.Single(await db.SearchAsync("foxes"));
        Assert.Single(await db.NearAsync("fox"));
    }

    private async Task<List<string>> SchemaAsync()
    {
        await using var sql = await Sql.AdminAsync(_database);
        return await sql.ColumnAsync<string>("""
            select c.relname || ' ' || c.relkind::text || ' ' || coalesce(c.relacl::text, '') from pg_class c where c.relnamespace = 'threedb'::regnamespace
            union all select p.proname || ' ' || md5(pg_get_functiondef(p.oid)) from pg_proc p where p.pronamespace = 'threedb'::regnamespace order by 1
            """);
    }
}
