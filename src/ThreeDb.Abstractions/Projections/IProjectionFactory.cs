using System.Text.Json;

namespace ThreeDb.Projections;

/// <summary>Makes projections into one kind of engine.</summary>
public interface IProjectionFactory
{
    /// <summary>The kind, in lower case: <c>falkordb</c>, <c>neo4j</c>, <c>age</c>, <c>valkey</c>.</summary>
    string Kind { get; }

    /// <summary>Checks the settings of a projection and names every fault, by JSON pointer.</summary>
    IReadOnlyList<FieldError> Check(JsonElement settings);

    /// <summary>Makes a projection. It connects at its first use.</summary>
    /// <param name="context">Whose projection it is.</param>
    /// <param name="settings">Settings that passed <see cref="Check"/>, for example <c>{"url": "redis://127.0.0.1:6379"}</c>.</param>
    IProjection Create(ProjectionContext context, JsonElement settings);
}

/// <summary>Whose projection it is.</summary>
/// <param name="Tenant">The tenant's name; copies of several tenants in one engine are kept apart by it.</param>
/// <param name="Name">The projection's name.</param>
/// <param name="Time">The clock.</param>
public sealed record ProjectionContext(string Tenant, string Name, TimeProvider Time);
