using ThreeDb.Changes;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>A graph as plain dictionaries: slow and obvious.</summary>
internal sealed class GraphModel
{
    public Dictionary<int, ModelEntity> Entities { get; private init; } = [];

    public Dictionary<RowKey, ModelDetail> Relations { get; private init; } = [];

    /// <summary>The id that a seq has, whenever it lives.</summary>
    public static string IdOf(int seq) => $"é{seq}/{new string('x', seq % 5)}";

    public GraphModel Copy() => new() { Entities = new(Entities), Relations = new(Relations) };

    public void Take(SourceRows rows)
    {
        foreach (var entity in rows.Entities)
        {
            Entities.Remove((int)entity.Seq);
            if (entity.IsLive)
            {
                Entities[(int)entity.Seq] = new ModelEntity(entity.Type!, entity.Project);
            }
        }

        foreach (var relation in rows.Relations)
        {
            Relations.Remove(relation.RowKey);
            if (relation.IsLive)
            {
                Relations[relation.RowKey] = new ModelDetail(relation.Weight, relation.ValidFrom, relation.ValidTo);
            }
        }
    }

    /// <summary>A graph loaded from this.</summary>
    public MemoryGraph Load(int foldAbove = 4096)
    {
        var builder = new GraphBuilder(new GraphNames());
        foreach (var (key, relation) in Relations)
        {
            builder.AddRelation(key.Seq, key.Target, builder.RelationType(key.Type!), builder.Detail(relation.Weight, relation.From, relation.To, key.Key!));
        }

        foreach (var (seq, entity) in Entities)
        {
            builder.AddEntity(seq, entity.Type, entity.Project, IdOf(seq));
        }

        return MemoryGraph.Of(builder, foldAbove);
    }

    /// <summary>Compares a version with this, in full.</summary>
    public void AssertEquals(GraphView view, int seqEnd)
    {
        Assert.Equal((Entities.Count, Relations.Count), (view.Counts.Entities, view.Counts.Relations));
        Assert.True(view.SeqEnd <= seqEnd, $"{view.SeqEnd} is above {seqEnd}");
        for (var seq = 1; seq < seqEnd; seq++)
        {
            var entity = Entities.GetValueOrDefault(seq);
            Assert.Equal(entity is not null, view.IsLive(seq));
            Assert.Equal(entity is null ? 0 : seq, view.Find(IdOf(seq)));
            Assert.Equal(entity is null ? "" : IdOf(seq), view.IdOf(seq));
            Assert.Equal(entity?.Type ?? "", view.Names.EntityTypes[view.TypeOf(seq)]);
            Assert.Equal(entity?.Project ?? "", view.Names.Projects[view.ProjectOf(seq)]);
        }

        for (var type = 1; type < view.Names.RelationTypes.Count; type++)
        {
            Assert.Equal(Relations.Count(relation => relation.Key.Type == view.Names.RelationTypes[type] && relation.Value.Weight < 0), view.Counts.Negative?.CountOf(type));
        }

        AssertRelations(view, seqEnd, isOut: true);
        AssertRelations(view, seqEnd, isOut: false);
    }

    private void AssertRelations(GraphView view, int seqEnd, bool isOut)
    {
        var seen = new Dictionary<RowKey, ModelDetail>();
        for (var seq = 0; seq < seqEnd; seq++)
        {
            var steps = isOut ? view.Out(seq) : view.In(seq);
            for (var i = 0; i < steps.Count; i++)
            {
                var detail = view.Names.Details[steps.DetailOf(i)];
                var (source, target) = isOut ? (seq, steps.Ends[i]) : (steps.Ends[i], seq);
                var key = new RowKey(source, target, view.Names.RelationTypes[steps.Types[i]], detail.Key);
                Assert.True(seen.TryAdd(key, ModelDetail.Of(detail)), $"{key} is there twice");
            }
        }

        Assert.Equal(Relations.Count, seen.Count);
        foreach (var (key, relation) in Relations)
        {
            Assert.True(seen.TryGetValue(key, out var found), $"{key} is missing");
            Assert.Equal(relation, found);
        }
    }
}

internal sealed record ModelEntity(string Type, string? Project);

internal sealed record ModelDetail(double Weight, long From, long To)
{
    public ModelDetail(double weight, DateTimeOffset? from, DateTimeOffset? to)
        : this(weight, Micros(from) ?? long.MinValue, Micros(to) ?? long.MaxValue)
    {
    }

    public static ModelDetail Of(RelationDetail detail) => new(detail.Weight, detail.From, detail.To);

    private static long? Micros(DateTimeOffset? time) => (time - DateTimeOffset.UnixEpoch)?.Ticks / TimeSpan.TicksPerMicrosecond;
}
