using Microsoft.Extensions.Logging;

namespace ThreeDb.Postgres.Tests;

/// <summary>Deriving anew that fails is told so that somebody can do something, and goes on by itself.</summary>
public sealed class DerivationFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Failure_is_logged_with_type_tenant_and_remedy_and_the_work_goes_on_once_the_cause_is_gone()
    {
        await using var fixture = new LoggedFixture();
        await fixture.InitializeAsync();
        var db = fixture.Db;
        await db.Types.PutAsync("doc", new EntityTypeDefinition { Embed = false });
        await db.Entities.CreateAsync("doc", new { title = "running foxes" }, "d0");
        await fixture.Database.RunAsync("""
            create function public.refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end';
            create trigger refuse before insert or update or delete on threedb.entity_text for each row execute function public.refuse();
            """);
        await db.Types.PutAsync("doc", new EntityTypeDefinition { Embed = false, Language = "simple" });
        var line = await Until.FoundAsync(() => Task.FromResult(fixture.Log.Lines.FirstOrDefault(logged => logged.StartsWith("[1103]", StringComparison.Ordinal))), Patience);
        Assert.Contains("Deriving entities of type 'doc' of tenant 'default' anew failed, from seq 1 on;", line, StringComparison.Ordinal);
        Assert.Contains("Why: PostgreSQL reported P0001. What to do: Report it;", line, StringComparison.Ordinal);

        await fixture.Database.RunAsync("drop trigger refuse on threedb.entity_text");
        await Settled.WaitAsync(db);
        Assert.Single(await db.SearchAsync("running", "doc"));
    }

    private sealed class LoggedFixture : EngineFixture, IAsyncDisposable
    {
        public CollectedLog Log { get; } = new();

        protected override ILoggerFactory? Loggers => Log;
    }
}
