namespace ThreeDb.Connectors.Neo4j.Tests;

public sealed class KnownTypesTests
{
    [Fact]
    public void Few_types_are_all_named_so_that_the_statement_stays_the_same()
    {
        var known = KnownTypes.None.With(["robot", "person"], ["KNOWS"]);
        Assert.Equal(["person", "robot"], known.NamedEntities(["robot"]));
        Assert.Same(known, known.With(["person"], []));
    }

    [Fact]
    public void Of_many_types_only_those_of_the_batch_are_named()
    {
        var known = KnownTypes.None.With(Enumerable.Range(0, 41).Select(i => $"t{i}"), []);
        Assert.Equal(["t5", "t7"], known.NamedEntities(["t7", "t5", "t7"]));
        Assert.Equal(41, known.Entities.Count);
    }

    [Fact]
    public void Statement_quotes_names_and_names_all_labels_that_a_node_may_lose() => Assert.Contains(
        "REMOVE n:`a-b`:`person`) SET n = r.p FOREACH (_ IN r.t0 | SET n:`a-b`)", WriteStatement.Of(["a-b"], [], ["a-b", "person"]), StringComparison.Ordinal);

    [Theory]
    [InlineData("a`b")]
    [InlineData("a\\u0060b")]
    public void Name_that_could_leave_its_backticks_is_a_fault(string name) => Assert.NotNull(Names.Fault(name));
}
