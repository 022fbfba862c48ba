using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>A server with a password, which the tests may end.</summary>
public sealed class ServerWithPassword : IAsyncLifetime
{
    public const string Password = "right pass:word";

    public EngineServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await EngineServer.OwnAsync(new Neo4jEngine(Password));

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A projection that signs in with the password that the file holds at that moment.</summary>
    public IProjection Create(ProjectionContext context, string? passwordFile) => new Neo4jProjectionFactory().Create(
        context, passwordFile is null ? JsonSerializer.SerializeToElement(new { url = Server.Url }) : JsonSerializer.SerializeToElement(new { url = Server.Url, user = "neo4j", passwordFile }));
}

[Collection("neo4j")]
public sealed class OwnServerTests(ServerWithPassword fixture) : IClassFixture<ServerWithPassword>, IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly ProjectionContext _context = new("tenant", Guid.NewGuid().ToString("n"), TimeProvider.System);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Wrong_password_is_refused_for_good_and_the_right_one_taken_without_a_restart()
    {
        await File.WriteAllTextAsync(_file, "wrong", TestContext.Current.CancellationToken);
        await using var projection = fixture.Create(_context, _file);
        var refusal = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.EngineRefusesCredentials, refusal.Code);
        Assert.False(refusal.IsTransient);
        Assert.Contains("refuses the user 'neo4j'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refusal.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_file, ServerWithPassword.Password + "\n", TestContext.Current.CancellationToken);
        await projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken);
        await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 2), [Rows.Entity(1)], []), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Server_that_wants_a_user_says_so_to_settings_without_one()
    {
        await using var projection = fixture.Create(_context, null);
        var refusal = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.EngineRefusesCredentials, refusal.Code);
        Assert.Contains("the settings name none", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_killed_in_the_middle_loses_nothing_that_was_acknowledged()
    {
        await File.WriteAllTextAsync(_file, ServerWithPassword.Password, TestContext.Current.CancellationToken);
        await using var projection = fixture.Create(_context, _file);
        var fence = new Fence(1, 1);
        await projection.PrepareAsync(fence, default);
        var acknowledged = 0;
        var killing = Task.CompletedTask;
        ThreeDbException? failure = null;
        while (failure is null)
        {
            try
            {
                fence = fence.Next();
                await projection.ApplyAsync(new ProjectionBatch(fence, [Rows.Entity(acknowledged + 1)], [Rows.Relation(acknowledged + 1, 1)]), default);
                if (++acknowledged == 20)
                {
                    // Some of the writes that follow meet the server while it dies.
                    killing = Task.Run(fixture.Server.Kill);
                }
            }
            catch (ThreeDbException e)
            {
                failure = e;
            }
        }

        await killing;
        Assert.Equal(ErrorCodes.ProjectionUnreachable, failure.Code);
        await fixture.Server.RestartAsync(TestContext.Current.CancellationToken);
        var held = await projection.ReadAsync(relations: false, new SeqRange(0, 1L << 32), default).ToDictionaryAsync(row => row.Key.Seq, row => row.Hash, cancellationToken: default);
        Assert.All(Enumerable.Range(1, acknowledged), seq => Assert.Equal(projection.HashOf(Rows.Entity(seq)), held[seq]));
        await Assert.ThrowsAsync<ProjectionFencedException>(() => projection.ApplyAsync(new ProjectionBatch(new Fence(1, 1), [Rows.Gone(1)], []), default));
        await projection.ApplyAsync(new ProjectionBatch(fence.Next(), [Rows.Entity(acknowledged + 1)], []), default);
    }
}
