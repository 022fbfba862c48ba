using ThreeDb.Changes;

namespace ThreeDb.Postgres.Tests;

/// <summary>Positions say nothing to those who hold them, and mean nothing elsewhere.</summary>
public sealed class PositionTests(TwoEngines fixture) : IClassFixture<TwoEngines>
{
    private const string Key = "00112233445566778899aabbccddeeff";

    [Fact]
    public async Task Position_of_every_write_is_another_opaque_text()
    {
        var positions = new List<Position>();
        for (var i = 0; i < 20; i++)
        {
            positions.Add((await fixture.Pick(i).Entities.CreateAsync("doc", new { i })).Position);
            positions.Add((await fixture.Other.Entities.CreateAsync("doc", new { i })).Position);
        }

        Assert.Equal(positions.Count, positions.Distinct().Count());
        Assert.All(positions, position => Assert.Equal(22, position.Token.Length));

        // Neither order nor distance shows: the texts of neighbours begin alike no more than chance lets them.
        Assert.All(positions.Zip(positions.Skip(1)), pair =>
            Assert.InRange(pair.First.Token.Zip(pair.Second.Token).TakeWhile(both => both.First == both.Second).Count(), 0, 5));
    }

    [Fact]
    public async Task Position_is_the_same_in_the_answer_and_in_the_history_on_every_engine()
    {
        var written = await fixture.Pick(0).Entities.CreateAsync("doc", new { n = 1 }, fixture.Unique());
        var seen = (await fixture.Pick(1).History.ListAsync(written.Entity.Id)).Items[0].Position;
        var codec = new PositionCodec(await fixture.Database.ScalarAsync<string>("select value from threedb.setting where name = 'position_key'"), fixture.Engine.Store.Identity.Epoch);
        var xid = codec.Decode(written.Position).TransactionId;
        Assert.Equal(xid, codec.Decode(seen).TransactionId);
        Assert.Equal(1L, await fixture.Database.ScalarAsync<long>($"select count(*) from threedb.change where xid = '{xid}'::xid8"));
    }

    [Theory]
    [InlineData(0ul, 0)]
    [InlineData(1ul, int.MaxValue)]
    [InlineData(ulong.MaxValue, 7)]
    public void Position_comes_back_as_it_went_in(ulong transaction, int ordinal)
    {
        var codec = new PositionCodec(Key, 42);
        Assert.Equal(new LogPoint(transaction, ordinal), codec.Decode(codec.Encode(transaction, ordinal)));
        Assert.NotEqual(codec.Encode(transaction, ordinal), new PositionCodec("ff112233445566778899aabbccddeeff", 42).Encode(transaction, ordinal));
    }

    [Fact]
    public void Position_of_a_bulk_load_is_the_latest_of_its_lines()
    {
        var codec = new PositionCodec(Key, 42);
        var tally = new BulkTally(progress: null, codec, TimeProvider.System);
        foreach (var (transaction, ordinal) in new[] { (7ul, 2), (9ul, 1), (8ul, 5), (8ul, 5), (9ul, 0) })
        {
            tally.Succeed(new TransactionResult([new MutationResult { Outcome = WriteOutcome.Updated, Id = "x", Version = 2 }], codec.Encode(transaction, ordinal)));
        }

        Assert.Equal(new LogPoint(9, 1), codec.Decode(tally.Summary().Position!.Value));
    }

    [Fact]
    public void Position_of_a_repeated_request_lies_behind_what_its_transaction_changed_and_before_all_that_comes_later()
    {
        var codec = new PositionCodec(Key, 42);
        var point = codec.Decode(codec.Of(new StoredAnswer([], default, 7)));
        Assert.True(point > new LogPoint(7, 1_000_000_000) && point < new LogPoint(8, 0));

        // Reached with the end of the log, and not taken for it.
        Assert.True(point < LogPoint.Below(8));
    }

    [Fact]
    public void Position_of_the_present_epoch_is_later_than_any_of_another()
    {
        var (before, now) = (new PositionCodec(Key, 41).Encode(1000, 1), new PositionCodec(Key, 42).Encode(7, 1));
        Assert.Equal(now, new PositionCodec(Key, 42).Later(before, now));
        Assert.Equal(now, new PositionCodec(Key, 42).Later(now, before));
    }

    [Fact]
    public void Position_of_another_epoch_or_database_is_refused()
    {
        var position = new PositionCodec(Key, 42).Encode(1000, 1);
        Assert.Equal(ErrorCodes.UnknownEpoch, Assert.Throws<ThreeDbException>(() => new PositionCodec(Key, 43).Decode(position)).Code);
        Assert.Equal(ErrorCodes.UnknownEpoch, Assert.Throws<ThreeDbException>(() => new PositionCodec("ff112233445566778899aabbccddeeff", 42).Decode(position)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(null)]
    public void Text_that_is_no_position_is_refused(string? token) =>
        Assert.Equal(ErrorCodes.InvalidCursor, Assert.Throws<ThreeDbException>(() => new PositionCodec(Key, 42).Decode(new Position(token!))).Code);
}
