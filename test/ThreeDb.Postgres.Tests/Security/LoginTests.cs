using Npgsql;

namespace ThreeDb.Postgres.Tests;

/// <summary>A server can run under a login that may do nothing but be the role of the store.</summary>
public sealed class LoginTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Engine_under_a_login_with_the_stores_role_alone_works_and_cannot_become_the_owner()
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        var name = "login_" + fixture.Database.Name;
        await admin.RunAsync($"create role {name} login password 'secret' in role threedb_app");
        var login = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { Username = name, Password = "secret" }.ConnectionString;
        try
        {
            await using (var engine = await fixture.OpenAsync(options => options.ConnectionString = login))
            {
                var db = await engine.ForAsync();
                await db.Entities.CreateAsync("note", new { title = "under a plain login" }, "plain");
                Assert.Equal("plain", Assert.Single(await db.SearchAsync("login")).Entity.Id);
            }

            await using var plain = await Sql.OpenAsync(login);
            foreach (var attempt in new[] { "set role threedb_owner", "set session authorization postgres", "set role threedb_app; set role threedb_owner" })
            {
                var refused = await Assert.ThrowsAsync<PostgresException>(() => plain.RunAsync(attempt));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            }

            var denied = await Assert.ThrowsAsync<PostgresException>(() => plain.RunAsync("reset role; alter table threedb.entity disable row level security"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        }
        finally
        {
            await admin.RunAsync($"drop role {name}");
        }
    }
}
