using ThreeDb.Changes;

namespace ThreeDb.Sync.Tests;

public sealed class RulesPlanTests
{
    [Fact]
    public void Type_without_a_rule_stays_out_once_there_are_rules()
    {
        var plan = RulesPlan.Of(new SyncRules { Types = new Dictionary<string, TypeRule> { ["person"] = new() } });
        Assert.True(plan.For("person").Include);
        Assert.False(plan.For("robot").Include);
    }

    [Fact]
    public void Star_stands_for_all_other_types()
    {
        var plan = RulesPlan.Of(new SyncRules { Types = new Dictionary<string, TypeRule> { ["*"] = new() { Fields = [] }, ["robot"] = new() { Include = false } } });
        Assert.Empty(plan.For("person").Fields(TypePlanTests.Entity("""{"a": 1}""")));
        Assert.False(plan.For("robot").Include);
    }

    [Theory]
    [InlineData("person", "person", "KNOWS", true)]
    [InlineData("person", null, "KNOWS", true)]
    [InlineData("person", "robot", "KNOWS", false)]
    [InlineData("robot", "person", "KNOWS", false)]
    [InlineData("person", "person", "HATES", false)]
    public void Relation_goes_there_with_both_ends_and_its_type(string from, string? to, string type, bool expected)
    {
        var plan = RulesPlan.Of(new SyncRules { Types = new Dictionary<string, TypeRule> { ["person"] = new() }, Relations = ["KNOWS"] });
        var relation = new SourceRelation { RowKey = new RowKey(1, 2, type, ""), IsLive = true, From = new SourceEnd(1, "a", from), To = new SourceEnd(2, "b", to) };
        Assert.Equal(expected, plan.Shape(relation).IsLive);
    }

    [Fact]
    public void Entity_that_stops_passing_is_to_be_removed()
    {
        var plan = RulesPlan.Of(new SyncRules { Types = new Dictionary<string, TypeRule> { ["person"] = new() { Where = Filter.Eq("vip", true) } } });
        Assert.True(plan.Shape(TypePlanTests.Entity("""{"vip": true}""")).IsLive);
        Assert.False(plan.Shape(TypePlanTests.Entity("""{"vip": false}""")).IsLive);
    }

    [Fact]
    public void Every_fault_of_rules_is_named()
    {
        var rules = new SyncRules
        {
            Types = new Dictionary<string, TypeRule>
            {
                ["bad name!"] = new(),
                ["person"] = new()
                {
                    Fields = ["a..b", "$id"],
                    Rename = new Dictionary<string, string> { ["a"] = "x", ["b"] = "x" },
                    Truncate = new Dictionary<string, int> { ["a"] = 0 },
                    Where = Filter.Eq("$version", 1),
                    Derive = new Dictionary<string, DerivedProperty> { [""] = DerivedProperty.Degree },
                    Interval = double.NaN,
                },
            },
            Relations = ["OK", "not ok"],
            ReconcileAt = "25:00",
            MaxRowsPerSecond = -1,
        };
        var failure = Assert.Throws<ThreeDbException>(() => RulesPlan.Of(rules));
        Assert.Equal(ErrorCodes.InvalidProjection, failure.Code);
        Assert.Equal(
            [
                "/maxRowsPerSecond", "/reconcileAt", "/relations/1", "/types/bad name!", "/types/person/derive/", "/types/person/fields/0", "/types/person/fields/1",
                "/types/person/interval", "/types/person/rename/b", "/types/person/truncate/a", "/types/person/where",
            ],
            failure.Errors.Select(error => error.Pointer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Members_that_cannot_do_what_they_say_are_faults_of_a_declaration_and_not_of_a_plan()
    {
        var rules = new SyncRules
        {
            Types = new Dictionary<string, TypeRule>
            {
                ["package"] = new()
                {
                    Fields = ["name", "section", "url", "name", "vcs"],
                    Rename = new Dictionary<string, string> { ["section"] = "name", ["url"] = "address", ["gone"] = "here" },
                    Truncate = new Dictionary<string, int> { ["*"] = 9, ["url"] = 9, ["gone"] = 9 },
                    Derive = new Dictionary<string, DerivedProperty> { ["vcs"] = DerivedProperty.Degree, ["section"] = DerivedProperty.Degree },
                },
                ["open"] = new() { Rename = new Dictionary<string, string> { ["a"] = "b" }, Truncate = new Dictionary<string, int> { ["c"] = 9 } },
                ["swap"] = new() { Fields = ["a", "b"], Rename = new Dictionary<string, string> { ["a"] = "b", ["b"] = "a" } },
            },
        };
        Assert.Equal(
            ["/types/package/derive/vcs", "/types/package/fields/3", "/types/package/rename/gone", "/types/package/rename/section", "/types/package/truncate/gone"],
            IneffectiveMembers.Faults(rules).Select(fault => fault.Pointer).Order(StringComparer.Ordinal));
        Assert.True(RulesPlan.Of(rules).For("package").Include);
    }
}
