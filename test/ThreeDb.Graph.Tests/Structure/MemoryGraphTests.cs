using ThreeDb.Graphs;
using static ThreeDb.Graph.Tests.RowsAsTheyCome;

namespace ThreeDb.Graph.Tests;

public sealed class MemoryGraphTests
{
    [Fact]
    public void Rows_that_change_nothing_make_no_version()
    {
        var graph = Loaded(Live(1, "a", "t", "p"), Live(2, "b"));
        graph.Apply(Rows(Related(1, 2)));
        var version = graph.Current.Version;
        graph.Apply(Rows(Live(1, "a", "t", "p"), Live(2, "b"), Gone(9, "z")));
        graph.Apply(Rows(Related(1, 2)));
        Assert.Equal(version, graph.Current.Version);
        graph.Apply(Rows(Live(3, "c")));
        graph.Apply(Rows(Live(3, "c")));
        Assert.Equal(version + 1, graph.Current.Version);
    }

    [Fact]
    public void Each_change_of_an_entity_makes_a_version()
    {
        var graph = Loaded(Live(1, "a", "t", "p"));
        var version = graph.Current.Version;
        graph.Apply(Rows(Live(1, "a", "u", "p")));
        graph.Apply(Rows(Live(1, "a", "u", "q")));
        graph.Apply(Rows(Live(1, "renamed", "u", "q")));
        graph.Apply(Rows(Gone(1, "renamed")));
        Assert.Equal(version + 4, graph.Current.Version);
    }

    [Fact]
    public void Id_that_a_new_entity_has_taken_over_still_finds_the_old_one_in_versions_before()
    {
        var graph = Loaded(Live(1, "a"));
        var first = graph.Current;
        graph.Apply(Rows(Gone(1, "a")));
        graph.Apply(Rows(Live(2, "a")));
        var second = graph.Current;
        graph.Apply(Rows(Gone(2, "a"), Live(3, "a")));
        Assert.Equal((1, 2, 3), (first.Find("a"), second.Find("a"), graph.Current.Find("a")));
    }

    [Fact]
    public void Text_that_is_no_unicode_finds_nothing()
    {
        var graph = Loaded(Live(1, "\uFFFD"), Live(2, new string('é', 3000)));
        Assert.Equal(0, graph.Current.Find("\uD800"));
        Assert.Equal(1, graph.Current.Find("\uFFFD"));
        Assert.Equal(2, graph.Current.Find(new string('é', 3000)));
    }

    [Fact]
    public void Many_names_cost_about_what_they_take()
    {
        var builder = new GraphBuilder(new GraphNames());
        var names = Enumerable.Range(0, 50_000).Select(i => $"project {i}").ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var name in names)
        {
            builder.Project(name);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        Assert.Equal(names[^1], builder.Names.Projects[builder.Names.Projects.Find(names[^1])]);
        Assert.Equal(names.Count + 1, builder.Names.Projects.Count);
    }

    private static MemoryGraph Loaded(params Changes.SourceEntity[] entities)
    {
        var builder = new GraphBuilder(new GraphNames());
        foreach (var entity in entities)
        {
            builder.AddEntity(entity.Seq, entity.Type!, entity.Project, entity.Id);
        }

        return MemoryGraph.Of(builder, foldAbove: 2);
    }
}
