using ThreeDb.Changes;

namespace ThreeDb.Graph.Tests;

/// <summary>Random rows over a small number of entities, so that keys meet again; one entity is a hub.</summary>
internal sealed class RandomRows(Random random, int seqs)
{
    private static readonly string[] EntityTypes = ["person", "document", "tag", "Überschrift"];
    private static readonly string[] RelationTypes = ["KNOWS", "CITES", "HAS"];
    private static readonly string?[] Projects = [null, null, "a", "b"];
    private static readonly string[] Keys = ["", "", "", "k1", "k2"];
    private static readonly double[] Weights = [1, 1, 0.5, 2, -3];

    private SourceRows? _before;

    /// <summary>The first seq above all that occur.</summary>
    public int SeqEnd => seqs + 1;

    public SourceRows Next(int count)
    {
        // What was already applied comes again by the feed.
        if (_before is { } before && random.Next(6) == 0)
        {
            return before;
        }

        var entities = new List<SourceEntity>();
        var relations = new List<SourceRelation>();
        for (var i = 0; i < count; i++)
        {
            if (random.Next(4) == 0)
            {
                entities.Add(Entity());
            }
            else
            {
                relations.Add(Relation());
            }
        }

        return _before = new SourceRows(entities, relations);
    }

    private SourceEntity Entity()
    {
        var seq = Seq();
        return random.Next(3) == 0
            ? new SourceEntity { Seq = seq, Id = GraphModel.IdOf(seq), IsLive = false, Version = 1 }
            : new SourceEntity { Seq = seq, Id = GraphModel.IdOf(seq), IsLive = true, Type = One(EntityTypes), Project = One(Projects), Version = 1 };
    }

    private SourceRelation Relation()
    {
        var source = random.Next(4) == 0 ? 1 : Seq();
        var target = random.Next(10) == 0 ? source : random.Next(4) == 0 ? 1 : Seq();
        var key = new RowKey(source, target, One(RelationTypes), One(Keys));
        if (random.Next(5) < 2)
        {
            return new SourceRelation { RowKey = key, IsLive = false };
        }

        var isPlain = random.Next(2) == 0;
        return new SourceRelation
        {
            RowKey = key,
            IsLive = true,
            Weight = isPlain ? 1 : One(Weights),
            ValidFrom = isPlain || random.Next(2) == 0 ? null : DateTimeOffset.UnixEpoch.AddDays(random.Next(-3, 3)),
            ValidTo = isPlain || random.Next(2) == 0 ? null : DateTimeOffset.UnixEpoch.AddDays(random.Next(3, 6)),
        };
    }

    private int Seq() => random.Next(1, seqs + 1);

    private T One<T>(T[] among) => among[random.Next(among.Length)];
}
