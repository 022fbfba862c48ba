using ThreeDb.Changes;

namespace ThreeDb.Sync.Tests;

public sealed class GatheringTests
{
    private static readonly Dictionary<string, Consistency> Chat = new() { ["chat"] = Consistency.Eventual };
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(TypeRule.EventualInterval);

    [Fact]
    public void Eventual_type_without_an_interval_of_its_rule_has_the_usual_one()
    {
        foreach (var rules in new SyncRules?[] { null, Rules("chat", new()), Rules("*", new()) })
        {
            var gathering = new Gathering(RulesPlan.Of(rules), isCache: false, Chat);
            Assert.Equal((Usual, TimeSpan.Zero), (gathering.For("chat"), gathering.For("person")));
            Assert.Equal([new GatheredType("chat", TypeRule.EventualInterval, "eventual")], gathering.Types);
        }
    }

    [Theory]
    [InlineData("chat", 0)]
    [InlineData("*", 0)]
    [InlineData("chat", 2.5)]
    public void Interval_of_the_rule_counts_also_when_it_is_zero(string rule, double interval)
    {
        var gathering = new Gathering(RulesPlan.Of(Rules(rule, new() { Interval = interval })), isCache: false, Chat);
        Assert.Equal(TimeSpan.FromSeconds(interval), gathering.For("chat"));
        Assert.Equal(interval > 0 ? [new GatheredType(rule, interval, "rule")] : [], gathering.Types);
    }

    [Fact]
    public void Cache_gathers_only_what_a_rule_says() =>
        Assert.False(new Gathering(RulesPlan.Of(null), isCache: true, Chat).IsAny);

    [Fact]
    public void Beside_an_immediate_type_only_what_a_rule_says_is_gathered()
    {
        var declared = new Dictionary<string, Consistency>(Chat) { ["order"] = Consistency.Immediate };
        Assert.False(new Gathering(RulesPlan.Of(null), isCache: false, declared).IsAny);
        Assert.Equal(Usual, new Gathering(RulesPlan.Of(Rules("chat", new())), isCache: false, declared).For("chat"));
    }

    [Fact]
    public void Type_that_stays_out_is_not_gathered() =>
        Assert.False(new Gathering(RulesPlan.Of(Rules("person", new())), isCache: false, Chat).IsAny);

    [Fact]
    public void Changed_declaration_counts_for_keys_that_wait_already()
    {
        var clock = new HandClock();
        var gathering = new Gathering(RulesPlan.Of(null), isCache: false, Chat);
        var keys = new GatheredKeys(gathering, clock);
        keys.Add(RowKey.Entity(1), "chat", new LogPoint(7, 0));
        Assert.Empty(keys.TakeDue(10));
        Assert.Equal((new LogPoint(7, 0), Usual), (keys.OldestBefore, keys.NextDue));
        gathering.Follow(new Dictionary<string, Consistency>());
        Assert.Equal([RowKey.Entity(1)], keys.TakeDue(10));
        Assert.Equal((null, null), (keys.OldestBefore, keys.NextDue));
    }

    [Fact]
    public void Keys_are_due_once_their_interval_has_passed_and_the_checkpoint_stays_before_the_others()
    {
        var clock = new HandClock();
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["slow"] = new() { Interval = 10 }, ["fast"] = new() { Interval = 1 } } };
        var keys = new GatheredKeys(new Gathering(RulesPlan.Of(rules), isCache: false, new Dictionary<string, Consistency>()), clock);
        keys.Add(RowKey.Entity(1), "slow", new LogPoint(1, 0));
        keys.Add(RowKey.Entity(2), "fast", new LogPoint(2, 0));
        clock.Pass(0.6);
        keys.Add(RowKey.Entity(3), "fast", new LogPoint(3, 0));
        keys.Add(RowKey.Entity(2), "fast", new LogPoint(3, 0));
        clock.Pass(0.5);
        Assert.Equal([RowKey.Entity(2)], keys.TakeDue(10));
        Assert.Equal(new LogPoint(1, 0), keys.OldestBefore);
        clock.Pass(9);
        Assert.Equal([RowKey.Entity(1), RowKey.Entity(3)], keys.TakeDue(10).OrderBy(key => key.Seq));
        Assert.Null(keys.OldestBefore);
    }

    [Fact]
    public void More_keys_than_are_held_are_due_and_no_more_come_before_some_are_taken()
    {
        var keys = new GatheredKeys(new Gathering(RulesPlan.Of(null), isCache: false, Chat), new HandClock());
        for (var i = 0; i <= GatheredKeys.Most; i++)
        {
            keys.Add(RowKey.Entity(i), "chat", new LogPoint(1, i));
        }

        Assert.True(keys.IsFull);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => RowKey.Entity(i)), keys.TakeDue(5).OrderBy(key => key.Seq));
        Assert.False(keys.IsFull);
        Assert.Empty(keys.TakeDue(5));
        Assert.Equal((new LogPoint(1, 5), Usual), (keys.OldestBefore, keys.NextDue));
    }

    [Fact]
    public void Oldest_keys_are_taken_first_whatever_their_type_so_that_the_checkpoint_moves_on()
    {
        var clock = new HandClock();
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["busy"] = new() { Interval = 1 }, ["quiet"] = new() { Interval = 1 } } };
        var keys = new GatheredKeys(new Gathering(RulesPlan.Of(rules), isCache: false, new Dictionary<string, Consistency>()), clock);
        foreach (var (seq, type) in ((uint, string)[])[(1, "busy"), (2, "quiet"), (3, "busy"), (4, "busy")])
        {
            keys.Add(RowKey.Entity(seq), type, new LogPoint(seq, 0));
        }

        clock.Pass(1);
        for (var seq = 1u; seq <= 4; seq++)
        {
            Assert.Equal(new LogPoint(seq, 0), keys.OldestBefore);
            Assert.Equal([RowKey.Entity(seq)], keys.TakeDue(1));
        }

        Assert.Null(keys.OldestBefore);
    }

    private static SyncRules Rules(string type, TypeRule rule) => new() { Types = new Dictionary<string, TypeRule> { [type] = rule } };

    /// <summary>A clock that stands still until it is moved.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds).Ticks;
    }
}
