using ThreeDb.Changes;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>A relation as a plain row.</summary>
public sealed record ModelRelation(int Source, int Target, string Type, string Key, double Weight = 1, long? From = null, long? To = null)
{
    public bool HoldsAt(long time) => (From ?? long.MinValue) <= time && time < (To ?? long.MaxValue);

    public void AddTo(GraphBuilder builder) =>
        builder.AddRelation(Source, Target, builder.RelationType(Type), builder.Detail(Weight, From ?? long.MinValue, To ?? long.MaxValue, Key));

    public SourceRelation Row(bool isLive) => new()
    {
        RowKey = new RowKey(Source, Target, Type, Key),
        IsLive = isLive,
        Weight = Weight,
        ValidFrom = From is { } from ? DateTimeOffset.UnixEpoch.AddMicroseconds(from) : null,
        ValidTo = To is { } to ? DateTimeOffset.UnixEpoch.AddMicroseconds(to) : null,
    };
}
