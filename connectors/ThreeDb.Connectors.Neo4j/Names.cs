using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>What the projection calls things in Neo4j.</summary>
internal static class Names
{
    /// <summary>The label of every node that stands for an entity or a stub.</summary>
    public const string Entity = "Entity";

    /// <summary>The label of the node that each projection has once; no entity type has a blank in its name.</summary>
    public const string Projection = "3db projection";

    /// <summary>The property of a node that says whose it is: <c>tenant/name</c>. Neither name can hold a slash.</summary>
    public const string Owner = "_projection";

    /// <summary>The value of that property.</summary>
    public static string OwnerOf(ProjectionContext context) => $"{context.Tenant}/{context.Name}";

    /// <summary>What Neo4j can hold. Its JSON reader takes texts of 20 million characters and names of 50,000.</summary>
    /// <remarks>Replacing the properties of a node takes memory with their square (seen on 5.26: 10,000 of them exceeded a transaction pool of 448 MB), so that there is an end to them.</remarks>
    public static readonly GraphDialect Dialect = new() { Engine = "Neo4j", HoldsNul = true, MaxTextBytes = 16 * 1024 * 1024, MaxProperties = 4_000 };

    /// <summary>A label or a relation type in backticks. Neo4j reads <c>\u0060</c> as a backtick even there, so that a backslash has no place in it.</summary>
    public static string Quoted(string name) => $"`{name}`";

    /// <summary>What is wrong with a name that is to stand in a statement; null when nothing is.</summary>
    public static string? Fault(string name) =>
        name.AsSpan().IndexOfAny('`', '\\') < 0 ? null : $"The name '{name}' holds a backtick or a backslash, which cannot stand in a statement.";
}
