using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>What an agtype can hold, seen on AGE 1.5.0.</summary>
internal static class AgeDialect
{
    public static GraphDialect Instance { get; } = new()
    {
        Engine = "Apache AGE",
        HoldsMixedArrays = true,
        HoldsNestedArrays = true,

        // An agtype counts the bytes of an element in 28 bits.
        MaxTextBytes = 200_000_000,
    };
}
