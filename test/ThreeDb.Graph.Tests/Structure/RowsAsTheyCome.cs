using ThreeDb.Changes;

namespace ThreeDb.Graph.Tests;

/// <summary>Short forms of rows.</summary>
internal static class RowsAsTheyCome
{
    public static SourceEntity Live(int seq, string id, string type = "t", string? project = null) => new() { Seq = seq, Id = id, IsLive = true, Type = type, Project = project, Version = 1 };

    public static SourceEntity Gone(int seq, string id) => new() { Seq = seq, Id = id, IsLive = false, Version = 2 };

    public static SourceRelation Related(int source, int target, string type = "R", double weight = 1) => new() { RowKey = new RowKey(source, target, type, ""), IsLive = true, Weight = weight };

    public static SourceRows Rows(params SourceEntity[] entities) => new(entities, []);

    public static SourceRows Rows(params SourceRelation[] relations) => new([], relations);
}
