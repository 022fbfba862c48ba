using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>The JSON form of mutations, for transactions and bulk loads: <c>{"op": "create", "type": "product", "data": {…}}</c>.</summary>
public sealed class MutationJson : JsonConverter<Mutation>
{
    private static readonly string[] Operations = ["create", "put", "replace", "merge", "patch", "delete", "relate", "unrelate"];

    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) => typeof(Mutation).IsAssignableFrom(typeToConvert);

    /// <summary>Reads a mutation.</summary>
    /// <param name="json">The object.</param>
    /// <param name="pointer">Where it stands in the request.</param>
    /// <exception cref="ThreeDbException"><c>TDB1020</c>, <c>TDB1010</c>, <c>TDB1016</c>.</exception>
    public static Mutation Read(JsonElement json, string pointer = "")
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new ThreeDbException(ErrorCodes.InvalidMutation, "A mutation is an object.", errors: [new FieldError(pointer, "must be an object")]);
        }

        var op = json.TryGetProperty("op", out var word) && word.ValueKind == JsonValueKind.String ? word.GetString()! : "";
        return op switch
        {
            "create" or "put" => ReadCreate(json, pointer, put: op == "put"),
            "replace" or "merge" or "patch" or "delete" => ReadChange(json, pointer, op),
            "relate" => ReadRelate(json, pointer),
            "unrelate" => ReadUnrelate(json, pointer),
            _ => throw new ThreeDbException(ErrorCodes.InvalidMutation,
                op.Length == 0 ? "'op' is needed." : $"There is no op '{(op.Length > 50 ? op[..50] + "…" : op)}'{Nearest.Hint(op, Operations)}.",
                $"'op' is one of {string.Join(", ", Operations)}.", [new FieldError(pointer + "/op", "is not known")]),
        };
    }

    /// <inheritdoc />
    public override Mutation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(JsonElement.ParseValue(ref reader));

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Mutation value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Writes a mutation.</summary>
    public static void Write(Utf8JsonWriter writer, Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        switch (mutation)
        {
            case CreateEntity create:
                writer.WriteString("op", create.OnConflict == ConflictPolicy.Replace ? "put" : "create");
                writer.WriteString("type", create.Type);
                Optional(writer, "id", create.Id);
                Optional(writer, "project", create.Project);
                if (create.OnConflict == ConflictPolicy.Merge)
                {
                    writer.WriteString("onConflict", "merge");
                }

                Json(writer, "data", create.Data);
                break;
            case ReplaceEntity replace:
                Head(writer, "replace", replace.Id, replace.IfVersion);
                Optional(writer, "type", replace.Type);
                Optional(writer, "project", replace.Project);
                Json(writer, "data", replace.Data);
                break;
            case MergeEntity merge:
                Head(writer, "merge", merge.Id, merge.IfVersion);
                Json(writer, "patch", merge.Patch);
                break;
            case PatchEntity patch:
                Head(writer, "patch", patch.Id, patch.IfVersion);
                Json(writer, "patch", patch.Patch.ToJson());
                break;
            case DeleteEntity delete:
                Head(writer, "delete", delete.Id, delete.IfVersion);
                break;
            case Relate relate:
                Ends(writer, "relate", relate.From, relate.Type, relate.To, relate.Key);
                WriteImage(writer, relate);
                break;
            case Unrelate unrelate:
                Ends(writer, "unrelate", unrelate.From, unrelate.Type, unrelate.To, unrelate.Key);
                break;
            default:
                throw new ArgumentException($"A mutation of type {mutation?.GetType().Name ?? "null"} is not known.", nameof(mutation));
        }

        writer.WriteEndObject();
    }

    private static CreateEntity ReadCreate(JsonElement json, string pointer, bool put)
    {
        var o = put
            ? new StrictObject(json, pointer, ErrorCodes.InvalidMutation, "op", "type", "id", "project", "data")
            : new StrictObject(json, pointer, ErrorCodes.InvalidMutation, "op", "type", "id", "project", "data", "onConflict");
        return new CreateEntity(o.RequiredText("type"), o.Required("data"))
        {
            Id = o.Text("id"),
            Project = o.Text("project"),
            OnConflict = put ? ConflictPolicy.Replace : o.Word<ConflictPolicy>("onConflict") ?? ConflictPolicy.Fail,
        };
    }

    private static Mutation ReadChange(JsonElement json, string pointer, string op)
    {
        var o = op switch
        {
            "delete" => new StrictObject(json, pointer, ErrorCodes.InvalidMutation, "op", "id", "ifVersion"),
            "replace" => new StrictObject(json, pointer, ErrorCodes.InvalidMutation, "op", "id", "ifVersion", "type", "project", "data"),
            _ => new StrictObject(json, pointer, ErrorCodes.InvalidMutation, "op", "id", "ifVersion", "patch"),
        };
        var (id, version) = (o.RequiredText("id"), o.Integer("ifVersion"));
        return op switch
        {
            "replace" => new ReplaceEntity(id, o.Required("data")) { Type = o.Text("type"), Project = o.Text("project"), IfVersion = version },
            "merge" => new MergeEntity(id, o.Required("patch")) { IfVersion = version },
            "patch" => new PatchEntity(id, JsonPatch.Parse(o.Required("patch"))) { IfVersion = version },
            _ => new DeleteEntity(id) { IfVersion = version },
        };
    }

    private static Unrelate ReadUnrelate(JsonElement json, string pointer)
    {
        var o = new StrictObject(json, pointer, ErrorCodes.InvalidMutation, "op", "from", "type", "to", "key");
        return new Unrelate(o.RequiredText("from"), o.RequiredText("type"), o.RequiredText("to")) { Key = o.Text("key") ?? "" };
    }

    private static Relate ReadRelate(JsonElement json, string pointer)
    {
        var o = new StrictObject(json, pointer, ErrorCodes.InvalidMutation, "op", "from", "type", "to", "key", "data", "weight", "validFrom", "validTo");
        return new Relate(o.RequiredText("from"), o.RequiredText("type"), o.RequiredText("to"))
        {
            Key = o.Text("key") ?? "",
            Data = o.Any("data") is { ValueKind: not JsonValueKind.Null } data ? data : null,
            Weight = o.Number("weight") ?? 1,
            ValidFrom = o.Time("validFrom"),
            ValidTo = o.Time("validTo"),
        };
    }

    private static void Head(Utf8JsonWriter writer, string op, string id, long? ifVersion)
    {
        writer.WriteString("op", op);
        writer.WriteString("id", id);
        if (ifVersion is { } version)
        {
            writer.WriteNumber("ifVersion", version);
        }
    }

    private static void Ends(Utf8JsonWriter writer, string op, string from, string type, string to, string key)
    {
        writer.WriteString("op", op);
        writer.WriteString("from", from);
        writer.WriteString("type", type);
        writer.WriteString("to", to);
        Optional(writer, "key", key.Length == 0 ? null : key);
    }

    private static void WriteImage(Utf8JsonWriter writer, Relate relate)
    {
        if (relate.Data is { } data)
        {
            Json(writer, "data", data);
        }

        if (relate.Weight != 1)
        {
            writer.WriteNumber("weight", relate.Weight);
        }

        if (relate.ValidFrom is { } from)
        {
            writer.WriteString("validFrom", from.UtcDateTime);
        }

        if (relate.ValidTo is { } to)
        {
            writer.WriteString("validTo", to.UtcDateTime);
        }
    }

    private static void Optional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Json(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
