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

    /// <summary>Where the copy lies, so that people are told when it is declared to lie elsewhere and the old one stays; null, the default, where that is not known.</summary>
    /// <param name="context">Whose projection it is.</param>
    /// <param name="settings">Settings that passed <see cref="Check"/>. Nothing is connected to, and no password is read.</param>
    CopyPlace? PlaceOf(ProjectionContext context, JsonElement settings) => null;
}

/// <summary>Whose projection it is.</summary>
/// <param name="Tenant">The tenant's name; copies of several tenants in one engine are kept apart by it.</param>
/// <param name="Name">The projection's name.</param>
/// <param name="Time">The clock.</param>
public sealed record ProjectionContext(string Tenant, string Name, TimeProvider Time)
{
    /// <summary>The database that feeds it, by an identity that its restored copy keeps. A connector keeps it with the fence. Null: nothing is compared.</summary>
    public string? Database { get; init; }

    /// <summary>The database whose copy may be dropped and taken over; null for none.</summary>
    public string? TakesOver { get; init; }

    /// <summary>What an engine compares; empty where nothing is to be compared.</summary>
    public string Compared => Database ?? "";

    /// <summary>Whether a copy is another database's.</summary>
    /// <param name="fedBy">What is kept with its fence; null or empty where nothing is, as by versions before it was.</param>
    public bool IsForeign(string? fedBy) => Compared.Length > 0 && !string.IsNullOrEmpty(fedBy) && fedBy != Database;

    /// <summary>Whether a copy is that of the database that is to be taken over from.</summary>
    public bool MayTakeOver(string? fedBy) => IsForeign(fedBy) && fedBy == TakesOver;

    /// <summary>Demands that a copy is not another database's.</summary>
    /// <param name="fedBy">What is kept with its fence.</param>
    /// <exception cref="ProjectionTakenException">It is.</exception>
    public void RequireOwn(string? fedBy)
    {
        if (IsForeign(fedBy))
        {
            throw new ProjectionTakenException(this, fedBy!);
        }
    }
}
