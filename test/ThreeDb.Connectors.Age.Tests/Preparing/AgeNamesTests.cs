using System.Text.RegularExpressions;

namespace ThreeDb.Connectors.Age.Tests;

public sealed partial class AgeNamesTests
{
    public static TheoryData<string> Types => ["person", "is-a.b:c_D9", "is_a_b_c_D9", "9lives", "_x", "Stub", "MATCH", "set", "t_seq", "t_idx", "t_pkey", new string('t', 48), new string('t', 49), new string('t', 100)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Label_is_one_that_age_takes(string type)
    {
        Assert.Matches(Plain(), AgeNames.Label(type, _ => false));
        Assert.Matches(Plain(), AgeNames.Label(type, _ => true));
        Assert.DoesNotContain(AgeNames.Label(type, _ => false), new[] { "Stub", "MATCH", "set" });
    }

    [Fact]
    public void Labels_of_different_types_differ_and_that_of_one_type_stays()
    {
        var labels = Types.Select(row => AgeNames.Label(row.Data, _ => false)).ToList();
        Assert.Distinct(labels);
        Assert.Equal(labels, Types.Select(row => AgeNames.Label(row.Data, _ => false)));
    }

    [Fact]
    public void Label_that_is_taken_by_the_other_kind_gives_way()
    {
        Assert.Equal("KNOWS", AgeNames.Label("KNOWS", _ => false));
        Assert.StartsWith("KNOWS_", AgeNames.Label("KNOWS", name => name == "KNOWS"), StringComparison.Ordinal);
    }

    [Fact]
    public void Graphs_of_different_tenants_and_projections_differ()
    {
        string[] names =
        [
            AgeNames.Graph("a", "b"), AgeNames.Graph("a-b", "c"), AgeNames.Graph("a_b", "c"), AgeNames.Graph("a", "b_c"), AgeNames.Graph("ab", ""),
            AgeNames.Graph(new string('x', 100), "b"), AgeNames.Graph(new string('x', 99), "b"), AgeNames.Graph("é", "ü"), AgeNames.Graph("9", "."),
        ];
        Assert.Distinct(names);
        Assert.All(names, name => Assert.Matches(Plain(), name));
    }

    [Fact]
    public void Readers_of_one_graph_in_two_databases_differ() => Assert.NotEqual(AgeNames.Reader("g", "a"), AgeNames.Reader("g", "b"));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{2,62}$")]
    private static partial Regex Plain();
}
