using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Settings that hold a password, as those of older declarations may: used, never shown.</summary>
public sealed class DeclaredSettingsTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Theory]
    [InlineData("redis://bob:hunter2@h:1/2", "redis://bob:***@h:1/2", "redis://bob@h:1/2")]
    [InlineData("rediss://:hunter2@[::1]:5", "rediss://:***@[::1]:5", "rediss://@[::1]:5")]
    [InlineData("redis://bob:hun@ter2@h", "redis://bob:***@h", "redis://bob@h")]
    [InlineData("redis://bob@h", "redis://bob@h", "redis://bob@h")]
    [InlineData("http://h:7474/a:b@c", "http://h:7474/a:b@c", "http://h:7474/a:b@c")]
    [InlineData("Host=h;Username=a:b@c", "Host=h;Username=a:b@c", "Host=h;Username=a:b@c")]
    public void Password_in_an_address_is_hidden(string url, string shown, string without)
    {
        var definition = new ProjectionDefinition { Kind = "x", Settings = Json.Of(new { url, timeout = 5 }) };
        Assert.Equal(shown, DeclaredSettings.Shown(definition).Settings!.Value.GetProperty("url").GetString());
        Assert.Equal(without, DeclaredSettings.WithoutPasswords(definition.Settings.Value).GetProperty("url").GetString());
        Assert.Equal(5, DeclaredSettings.Shown(definition).Settings!.Value.GetProperty("timeout").GetInt32());
    }

    [Fact]
    public async Task Stored_password_is_shown_to_nobody_and_kept_when_only_the_rules_change()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition() with { Settings = Json.Of("""{"url": "redis://bob:hunter2@h"}""") });
        await fixture.ReachAsync(name, ProjectionState.Live);
        var shown = await fixture.Db.Sync.GetAsync(name);
        Assert.DoesNotContain("hunter2", Json.Of(shown).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Json.Of(await fixture.Db.Sync.ListAsync()).GetRawText(), StringComparison.Ordinal);
        await fixture.Db.Sync.PutAsync(name, shown.Definition with { Rules = new SyncRules { ReconcileAt = "03:00" } });
        Assert.Equal("redis://bob:hunter2@h", await fixture.Database.ScalarAsync<string>($"select settings->>'url' from threedb.projection where name = '{name}'"));
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Take_over_names_a_database()
    {
        var definition = SyncFixture.Definition() with { Settings = Json.Of("""{"takeOver": true}""") };
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.Sync.PutAsync(fixture.Unique("p"), definition));
        Assert.Equal("/settings/takeOver", Assert.Single(failure.Errors).Pointer);
    }
}
