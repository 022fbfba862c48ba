using System.Diagnostics;

namespace ThreeDb.Postgres.Tests;

/// <summary>Reads that demand a position see it, wait for it, or say that they do not.</summary>
public sealed class AtLeastTests(TwoEngines fixture) : IClassFixture<TwoEngines>
{
    [Fact]
    public void Every_read_is_covered() => Assert.Empty(EveryRead.Forgotten());

    [Fact]
    public async Task Read_through_another_engine_sees_the_write_whose_position_it_demands()
    {
        for (var i = 0; i < 50; i++)
        {
            var written = await fixture.Pick(i).Entities.CreateAsync("doc", new { i });
            var seen = await fixture.Pick(i + 1).AtLeast(written.Position, TimeSpan.Zero).Entities.GetAsync(written.Entity.Id);
            Assert.NotNull(seen);
        }
    }

    [Fact]
    public async Task Every_read_of_a_view_whose_position_is_seen_answers()
    {
        var (id, position) = await TwoVersionsAsync();
        var view = fixture.Db.AtLeast(position);
        foreach (var (name, read) in EveryRead.All)
        {
            // There is no projection; that much the read says only once the position is seen.
            Assert.Equal(name == "ISync.QueryAsync" ? ErrorCodes.ProjectionNotFound : null, await Failure.CodeOfAsync(() => read(view, id)));
        }
    }

    [Fact]
    public async Task Every_read_says_not_yet_while_the_transaction_is_open_and_answers_once_it_is_committed()
    {
        var (id, _) = await TwoVersionsAsync();
        await using var open = await Sql.AdminAsync(fixture.Database);
        await open.RunAsync("begin");
        var position = await PositionOfAsync(open);
        var view = fixture.Db.AtLeast(position, TimeSpan.FromMilliseconds(20));
        foreach (var (name, read) in EveryRead.All)
        {
            var refused = await Assert.ThrowsAsync<ThreeDbException>(() => read(view, id));
            Assert.True(refused.Code == ErrorCodes.NotYet, $"{name}: {refused.Code}");
            Assert.NotNull(refused.RetryAfter);
        }

        var waiting = fixture.Db.AtLeast(position, TimeSpan.FromSeconds(60)).Entities.GetAsync(id);
        Assert.False(waiting.IsCompleted);
        await open.RunAsync("commit");
        Assert.NotNull(await waiting);
        Assert.NotNull(await view.Entities.GetAsync(id));
    }

    [Fact]
    public async Task Read_waits_as_long_as_it_was_told_and_two_seconds_otherwise()
    {
        await using var open = await Sql.AdminAsync(fixture.Database);
        await open.RunAsync("begin");
        var position = await PositionOfAsync(open);
        foreach (var (wait, seconds) in ((TimeSpan?, double)[])[(TimeSpan.FromSeconds(0.3), 0.3), (null, 2)])
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(ErrorCodes.NotYet, await Failure.CodeOfAsync(() => fixture.Db.AtLeast(position, wait).Types.ListAsync()));
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, seconds, seconds + 20);
        }
    }

    [Fact]
    public async Task Every_read_refuses_a_position_of_another_database_and_a_text_that_is_none()
    {
        var (id, _) = await TwoVersionsAsync();
        var foreign = new PositionCodec("00112233445566778899aabbccddeeff", 42).Encode(3, 1);
        foreach (var (name, read) in EveryRead.All)
        {
            Assert.True(await Failure.CodeOfAsync(() => read(fixture.Db.AtLeast(foreign), id)) == ErrorCodes.UnknownEpoch, name);
            Assert.True(await Failure.CodeOfAsync(() => read(fixture.Db.AtLeast(new Position("yesterday")), id)) == ErrorCodes.InvalidCursor, name);
            Assert.True(await Failure.CodeOfAsync(() => read(fixture.Db.AtLeast(default), id)) == ErrorCodes.InvalidCursor, name);
        }
    }

    [Fact]
    public async Task Every_read_refuses_a_position_that_this_database_has_not_given_out()
    {
        // As after its files were put back: the same system, the same timeline, and a write that it does not know any more.
        var (id, _) = await TwoVersionsAsync();
        var next = await fixture.Database.ScalarAsync<string>("select pg_current_xact_id()::text");
        var beyond = ulong.Parse(next, System.Globalization.CultureInfo.InvariantCulture) + 1_000_000;
        foreach (var lost in (Position[])[Codec().Encode(beyond, 1), Codec().Of(new StoredAnswer([], default, beyond))])
        {
            foreach (var (name, read) in EveryRead.All)
            {
                var refused = await Assert.ThrowsAsync<ThreeDbException>(() => read(fixture.Db.AtLeast(lost, TimeSpan.Zero), id));
                Assert.True(refused.Code == ErrorCodes.UnknownEpoch, $"{name}: {refused.Code}");
                Assert.Contains("set back", refused.Message, StringComparison.Ordinal);
            }

            var source = await fixture.Engine.Store.Sync.SourceAsync(fixture.Db.Session.TenantId, default);
            Assert.Equal(ErrorCodes.UnknownEpoch, await Failure.CodeOfAsync(() => source.DemandedAsync(lost, default)));
        }

        // The end of the log may have been told by a transaction that wrote nothing: a crash takes its number back.
        var end = Codec().Encode(beyond, int.MaxValue);
        Assert.Equal(ErrorCodes.NotYet, await Failure.CodeOfAsync(() => fixture.Db.AtLeast(end, TimeSpan.Zero).Types.ListAsync()));
    }

    [Theory]
    [InlineData(1000ul, 997, 1000ul)]
    [InlineData(1000ul, 1002, 1005ul)]
    [InlineData(0xFFFF_FFFEul, 2, 0x1_0000_0005ul)]
    [InlineData(0x3_8000_0000ul, -2147483645, 0x3_8000_0006ul)]
    public void Next_transaction_has_the_upper_half_of_the_horizon_or_one_more(ulong horizon, int age, ulong next) => Assert.Equal(next, PositionLook.Next(horizon, age));

    [Fact]
    public async Task Position_that_the_query_names_takes_the_place_of_the_views()
    {
        var (id, position) = await TwoVersionsAsync();
        var foreign = new PositionCodec("00112233445566778899aabbccddeeff", 42).Encode(3, 1);
        var query = new Query { Near = new NearLeg { Entity = id } };
        Assert.Equal(ErrorCodes.UnknownEpoch, await Failure.CodeOfAsync(() => fixture.Db.QueryAsync(query with { AtLeast = foreign })));
        Assert.Null(await Failure.CodeOfAsync(() => fixture.Db.AtLeast(foreign).QueryAsync(query with { AtLeast = position })));
        Assert.Null(await Failure.CodeOfAsync(() => fixture.Db.AtLeast(foreign).AtLeast(position).QueryAsync(query)));
    }

    [Fact]
    public async Task Views_write_and_refuse_waits_out_of_range()
    {
        var foreign = new PositionCodec("00112233445566778899aabbccddeeff", 42).Encode(3, 1);
        Assert.Equal(1, (await fixture.Db.AtLeast(foreign).Entities.CreateAsync("doc", new { n = 1 })).Entity.Version);
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Db.AtLeast(foreign, TimeSpan.FromSeconds(61)));
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Db.AtLeast(foreign, TimeSpan.FromSeconds(-1)));
    }

    private async Task<(string Id, Position Position)> TwoVersionsAsync()
    {
        var id = fixture.Unique();
        await fixture.Db.Entities.CreateAsync("doc", new { text = "first words" }, id);
        return (id, (await fixture.Db.Entities.MergeAsync(id, new { text = "second words" })).Position);
    }

    private async Task<Position> PositionOfAsync(Sql open)
    {
        var xid = ulong.Parse(await open.ScalarAsync<string>("select pg_current_xact_id()::text"), System.Globalization.CultureInfo.InvariantCulture);
        return Codec().Encode(xid, 1);
    }

    private PositionCodec Codec() => new(fixture.Engine.Store.Identity.PositionKey, fixture.Engine.Store.Identity.Epoch);
}
