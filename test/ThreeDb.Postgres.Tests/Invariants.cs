using System.Text.Json;
using Npgsql;
using ThreeDb.Embeddings;

namespace ThreeDb.Postgres.Tests;

/// <summary>What must hold between the tables of a tenant, whatever was written.</summary>
internal static class Invariants
{
    private static readonly string Vectors = VectorTable.NameOf(new HashingEmbedder().Model);

    /// <summary>Checks the rows of a tenant.</summary>
    /// <param name="fixture">The database.</param>
    /// <param name="db">The tenant.</param>
    /// <param name="prefix">Only entities with such ids, with the relations that they derive.</param>
    public static async Task CheckAsync(EngineFixture fixture, TenantDb db, string prefix = "")
    {
        var types = (await db.Types.ListAsync()).Where(type => type.Definition is not null)
            .ToDictionary(type => type.Name, type => TypePlanner.Plan(type.Name, type.Definition!));
        await using var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync();
        var rows = await RowsAsync(connection, db.Session.TenantId);
        var derived = new HashSet<(string, string, string, string)>();
        foreach (var row in rows.Where(row => row.Id.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (row.State == EntityState.Live)
            {
                var plan = types.GetValueOrDefault(row.Type!, TypePlan.Default);
                await CheckSidesAsync(connection, db.Session.TenantId, row, plan);
                derived.UnionWith(DocumentLinks.Read(row.Data!.Value, plan, stored: true).Links.Select(link => (row.Id, link.Relation, link.Target, link.Key)));
            }
            else
            {
                await CheckNoSidesAsync(connection, db.Session.TenantId, row);
            }

            await CheckHistoryAsync(db, row);
        }

        var stored = await DerivedAsync(connection, db.Session.TenantId);
        Assert.Equal(derived.Order(), stored.Where(one => one.Item1.StartsWith(prefix, StringComparison.Ordinal)).Order());
        await CheckRelationLogAsync(connection, db.Session.TenantId);
    }

    // In each of a relation's lives the versions count from 1; the relation is there when one of them has not ended.
    private static async Task CheckRelationLogAsync(NpgsqlConnection connection, int tenant)
    {
        Assert.Equal(0L, await ScalarAsync<long>(connection, """
            with counted as (
                select seq, type, dst, key, version, count(*) as n from threedb.change where tenant_id = $1 and kind = 1 group by 1, 2, 3, 4, 5)
            select count(*) from counted c
            left join counted b on b.seq = c.seq and b.type = c.type and b.dst = c.dst and b.key = c.key and b.version = c.version - 1
            where c.version > 1 and coalesce(b.n, 0) < c.n
            """, tenant));
        Assert.Equal(0L, await ScalarAsync<long>(connection, """
            with lives as (
                select seq, type, dst, key, count(*) filter (where op = 1) - count(*) filter (where op = 3) as n, max(version) as newest
                from threedb.change where tenant_id = $1 and kind = 1 group by 1, 2, 3, 4)
            select count(*) from lives l
            full join (select * from threedb.relation where tenant_id = $1) r on r.src = l.seq and r.type = l.type and r.dst = l.dst and r.key = l.key
            where coalesce(l.n, 0) <> case when r.version is null then 0 else 1 end or r.version > l.newest
            """, tenant));
    }

    private static async Task CheckSidesAsync(NpgsqlConnection connection, int tenant, Row row, TypePlan plan)
    {
        var text = DocumentText.Read(row.Data!.Value, plan);
        var same = await ScalarAsync<bool?>(connection, """
            select coalesce((select t.tsv from threedb.entity_text t where t.tenant_id = $1 and t.seq = $2 and t.type = $6), ''::tsvector)
                = setweight(to_tsvector($3::regconfig, $4), 'A') || setweight(to_tsvector($3::regconfig, $5), 'B')
            """, tenant, row.Seq, plan.Language, text.Title, text.Body, row.Type!);
        Assert.True(same, $"The text vector of {row.Id} is not that of its data: {row.Data}");

        var vector = await ScalarAsync<float[]?>(connection,
            $"select embedding::real[] from {Vectors} where tenant_id = $1 and seq = $2", tenant, row.Seq);
        if (text.IsEmpty || !plan.Embed)
        {
            Assert.Null(vector);
        }
        else
        {
            var made = (await new HashingEmbedder().EmbedAsync([text.ToEmbed], default))[0];
            Assert.Equal(made.Any(value => value != 0) ? made : null, vector);
        }
    }

    private static async Task CheckNoSidesAsync(NpgsqlConnection connection, int tenant, Row row)
    {
        Assert.Equal(0L, await ScalarAsync<long>(connection, "select count(*) from threedb.entity_text where tenant_id = $1 and seq = $2", tenant, row.Seq));
        Assert.Equal(0L, await ScalarAsync<long>(connection, $"select count(*) from {Vectors} where tenant_id = $1 and seq = $2", tenant, row.Seq));
        Assert.Null(row.Data);
    }

    private static async Task CheckHistoryAsync(TenantDb db, Row row)
    {
        if (row.State == EntityState.Stub)
        {
            Assert.Equal(0, row.Version);
            return;
        }

        var history = (await db.History.ListAsync(row.Id, limit: 1000)).Items;
        Assert.Equal(Enumerable.Range(1, (int)row.Version).Reverse().Select(v => (long)v), history.Select(entry => entry.Version));
        Assert.Equal(history.OrderBy(entry => entry.At).Select(entry => entry.Version), history.Reverse().Select(entry => entry.Version));
        for (var i = 0; i < history.Count - 1; i++)
        {
            Assert.True(history[i].At > history[i + 1].At, $"The times of {row.Id} do not ascend.");
        }

        Assert.Equal(row.State == EntityState.Deleted, history[0].Operation == ChangeOperation.Deleted);
        var newest = await db.History.GetAsync(row.Id, row.Version);
        Assert.Equal(row.Data is null, newest.Data is null);
        if (row.Data is { } data)
        {
            Assert.True(JsonElement.DeepEquals(data, newest.Data!.Value));
        }
    }

    private static async Task<List<Row>> RowsAsync(NpgsqlConnection connection, int tenant)
    {
        await using var command = new NpgsqlCommand("select id, seq, state, type, data::text, version from threedb.entity where tenant_id = $1 order by id", connection)
        {
            Parameters = { new() { Value = tenant } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Row>();
        while (await reader.ReadAsync())
        {
            rows.Add(new Row(reader.GetString(0), reader.GetInt64(1), (EntityState)reader.GetInt16(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : Json.Of(reader.GetString(4)), reader.GetInt64(5)));
        }

        Assert.Equal(rows.Count, rows.Select(row => row.Seq).Distinct().Count());
        return rows;
    }

    private static async Task<HashSet<(string, string, string, string)>> DerivedAsync(NpgsqlConnection connection, int tenant)
    {
        await using var command = new NpgsqlCommand("""
            select s.id, r.type, d.id, r.key from threedb.relation r
            join threedb.entity s on s.tenant_id = $1 and s.seq = r.src join threedb.entity d on d.tenant_id = $1 and d.seq = r.dst
            where r.tenant_id = $1 and r.key like '@%'
            """, connection)
        {
            Parameters = { new() { Value = tenant } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new HashSet<(string, string, string, string)>();
        while (await reader.ReadAsync())
        {
            found.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        }

        return found;
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        var value = await command.ExecuteScalarAsync();
        return value is null or DBNull ? default! : (T)value;
    }

    private sealed record Row(string Id, long Seq, EntityState State, string? Type, JsonElement? Data, long Version);
}
