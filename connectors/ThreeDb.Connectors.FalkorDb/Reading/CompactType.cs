namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The types of values in compact answers (FalkorDB, <c>src/resultset/formatters/resultset_formatter.h</c>, 4.16).</summary>
internal enum CompactType
{
    Unknown = 0,
    Null = 1,
    String = 2,
    Integer = 3,
    Boolean = 4,
    Double = 5,
    Array = 6,
    Edge = 7,
    Node = 8,
    Path = 9,
    Map = 10,
    Point = 11,
    Vector = 12,
    DateTime = 13,
    Date = 14,
    Time = 15,
    Duration = 16,
}
