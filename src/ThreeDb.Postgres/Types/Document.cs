using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>An entity's data with everything that its type derives from it. Immutable.</summary>
internal sealed class Document
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private Document(string type, JsonElement data, TypePlan plan, long generation, bool stored)
    {
        Type = type;
        Data = data;
        Plan = plan;
        Generation = generation;
        Text = DocumentText.Read(data, plan);
        (Links, PassedOver) = DocumentLinks.Read(data, plan, stored);
    }

    public string Type { get; }

    public JsonElement Data { get; }

    public TypePlan Plan { get; }

    /// <summary>The generation of the tenant's types that <see cref="Plan"/> is from.</summary>
    public long Generation { get; }

    public DocumentText Text { get; }

    public IReadOnlyList<Link> Links { get; }

    /// <summary>How many values of stored data make no relation although they should.</summary>
    public int PassedOver { get; }

    /// <summary>A copy of the data as it goes to PostgreSQL.</summary>
    public PgJson Json => new(JsonMarshal.GetRawUtf8Value(Data).ToArray());

    /// <summary>Checks data against the type and derives what follows from it.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1021</c>, <c>TDB1014</c>, <c>TDB1008</c>.</exception>
    public static Document Prepare(string type, JsonElement data, TypeSnapshot types)
    {
        CheckObject(data);
        types.PlanOf(type).Schema?.Check(data, type);
        return new Document(type, data, types.PlanOf(type), types.Generation, stored: false);
    }

    /// <summary>Derives what a patch gives where nothing exists yet. Whether the schema is kept is asked of what is written in the end: <see cref="CheckSchema"/>.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1021</c>, <c>TDB1008</c>.</exception>
    public static Document OfPatch(string type, JsonElement patch, TypeSnapshot types)
    {
        CheckObject(patch);
        return new Document(type, JsonMergePatch.Apply(Nothing, patch), types.PlanOf(type), types.Generation, stored: false);
    }

    /// <exception cref="ThreeDbException"><c>TDB1014</c>.</exception>
    public void CheckSchema() => Plan.Schema?.Check(Data, Type);

    /// <summary>Derives what follows from data that is stored already.</summary>
    public static Document Derive(string type, JsonElement data, TypeSnapshot types) => 
        new(type, data, types.PlanOf(type), types.Generation, stored: true);

    private static void CheckObject(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            throw new ThreeDbException(ErrorCodes.InvalidData, errors: [new FieldError("/data", "An object is needed.")]);
        }
    }
}

/// <summary>A derived relation of one document.</summary>
/// <param name="Relation">The relation's type.</param>
/// <param name="Target">The target's id.</param>
/// <param name="Key">The relation's key, <c>@</c> and the field.</param>
/// <param name="CreateAs">The type with which a missing target is created; null leaves it a stub.</param>
/// <param name="Value">The value of the field, for the target's data.</param>
internal readonly record struct Link(string Relation, string Target, string Key, string? CreateAs, string Value);
