namespace ThreeDb.Postgres.Tests;

/// <summary>A schema that an earlier version accepted and this one does not.</summary>
public sealed class StoredSchemaTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Schema_that_is_refused_now_stops_the_writes_of_its_type_alone_until_it_is_declared_again()
    {
        var db = fixture.Db;
        await db.Types.PutAsync("old", new EntityTypeDefinition { Title = "t" });
        await db.Types.PutAsync("good", new EntityTypeDefinition { Schema = Json.Of("""{"required":["a"]}""") });
        await using (var sql = await Sql.AdminAsync(fixture.Database))
        {
            await sql.RunAsync("""
                update threedb.entity_type set definition = jsonb_set(definition, '{schema}', '{"multipleOf":0}') where name = 'old';
                update threedb.tenant set types_generation = types_generation + 1
                """);
        }

        await using var engine = await fixture.OpenAsync();
        var after = await engine.ForAsync(db.Session.Tenant);
        var e = await Assert.ThrowsAsync<ThreeDbException>(() => after.Entities.CreateAsync("old", new { n = 1 }));
        Assert.Equal((ErrorCodes.InvalidTypeDefinition, "/schema/multipleOf"), (e.Code, Assert.Single(e.Errors).Pointer));
        await after.Entities.CreateAsync("good", new { a = 1 });
        await after.Types.PutAsync("old", new EntityTypeDefinition { Title = "t" });
        await after.Entities.CreateAsync("old", new { n = 1 });
    }
}
