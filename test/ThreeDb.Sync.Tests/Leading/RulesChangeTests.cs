namespace ThreeDb.Sync.Tests;

public sealed class RulesChangeTests
{
    private static readonly SyncRules Two = new() { Types = new Dictionary<string, TypeRule> { ["a"] = new(), ["b"] = new() } };

    [Fact]
    public void Same_rules_ask_for_nothing() => Assert.True(RulesChange.Between(Two, new SyncRules { Types = new Dictionary<string, TypeRule> { ["b"] = new(), ["a"] = new() } }).IsNone);

    [Fact]
    public void Other_hour_of_comparison_asks_for_nothing() => Assert.True(RulesChange.Between(Two, Two with { ReconcileAt = "never" }).IsNone);

    [Fact]
    public void Other_interval_asks_for_nothing() =>
        Assert.True(RulesChange.Between(Two, new SyncRules { Types = new Dictionary<string, TypeRule> { ["a"] = new() { Interval = 30 }, ["b"] = new() } }).IsNone);

    [Fact]
    public void Other_fields_of_a_type_ask_for_that_type()
    {
        var change = RulesChange.Between(Two, new SyncRules { Types = new Dictionary<string, TypeRule> { ["a"] = new() { Fields = ["x"] }, ["b"] = new() } });
        Assert.False(change.Everything);
        Assert.Equal(["a"], change.Types);
    }

    [Fact]
    public void Type_that_comes_or_goes_asks_for_everything_because_relations_follow_it()
    {
        Assert.True(RulesChange.Between(Two, new SyncRules { Types = new Dictionary<string, TypeRule> { ["a"] = new() } }).Everything);
        Assert.True(RulesChange.Between(new SyncRules { Types = new Dictionary<string, TypeRule> { ["a"] = new() } }, Two).Everything);
        Assert.True(RulesChange.Between(null, Two).Everything);
    }

    [Fact]
    public void Other_relations_ask_for_everything() => Assert.True(RulesChange.Between(Two, Two with { Relations = [] }).Everything);
}
