using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>What the store should hold: the same rules, written slowly and obviously, in memory.</summary>
internal sealed class StoreModel
{
    public static EntityTypeDefinition DocType { get; } = new()
    {
        Relations =
        [
            new DerivedRelation { Field = "author", Relation = "WRITTEN_BY", To = "person" },
            new DerivedRelation { Field = "tags[]", Relation = "HAS_TAG", To = "tag", Id = "tag/{value}", Create = true },
        ],
    };

    public Dictionary<string, ModelEntity> Entities { get; private set; } = [];

    /// <summary>Explicit relations: their weight and version.</summary>
    public Dictionary<(string From, string Type, string To), (double Weight, long Version)> Relations { get; private set; } = [];

    /// <summary>Runs mutations as one transaction; on a failure nothing changes and the code comes back.</summary>
    public (ErrorCode? Error, List<(WriteOutcome Outcome, long Version)> Results) Run(IReadOnlyList<Mutation> mutations)
    {
        var (entities, relations) = (Entities.ToDictionary(pair => pair.Key, pair => pair.Value.Clone()), new Dictionary<(string, string, string), (double, long)>(Relations));
        var results = new List<(WriteOutcome, long)>();
        foreach (var mutation in mutations)
        {
            if (Apply(mutation, results) is { } error)
            {
                (Entities, Relations) = (entities, relations);
                return (error, []);
            }
        }

        CreateTags();
        return (null, results);
    }

    /// <summary>Restores, as <see cref="IHistory.RestoreAsync"/> does.</summary>
    public ErrorCode? Restore(string id, long? version)
    {
        if (Entities.GetValueOrDefault(id) is not { } entity)
        {
            return ErrorCodes.EntityNotFound;
        }

        var newest = entity.Versions[^1];
        if (version is null && newest.Operation != ChangeOperation.Deleted)
        {
            return ErrorCodes.InvalidParameter;
        }

        var wanted = version ?? newest.Version - 1;
        var found = entity.Versions.FirstOrDefault(v => v.Version == wanted);
        if (found?.Data is not { } data)
        {
            return ErrorCodes.VersionNotFound;
        }

        if (entity.Data is { } now && JsonElement.DeepEquals(now, data))
        {
            return null;
        }

        entity.Write(data, ChangeOperation.Restored);
        foreach (var (key, weight) in newest.Operation == ChangeOperation.Deleted ? newest.Gone : [])
        {
            Relate(key, weight, []);
        }

        CreateTags();
        return null;
    }

    /// <summary>Whether these tags are there. Of writes that share a transaction only the last word makes a tag that is missing; the model makes it after each.</summary>
    public bool HasTags(IEnumerable<string> tags) => tags.All(tag => Entities.GetValueOrDefault("tag/" + tag)?.Data is not null);

    /// <summary>The relations that follow from the data.</summary>
    public IEnumerable<(string From, string Type, string To)> Derived() =>
        from pair in Entities
        where pair.Value is { Data: not null, Type: "doc" }
        let data = pair.Value.Data!.Value
        from link in Authors(data).Select(author => (pair.Key, "WRITTEN_BY", author)).Concat(Tags(data).Select(tag => (pair.Key, "HAS_TAG", "tag/" + tag))).Distinct()
        select link;

    private static IEnumerable<string> Authors(JsonElement data) =>
        data.TryGetProperty("author", out var author) && author.ValueKind == JsonValueKind.String && author.GetString()!.Length > 0 ? [author.GetString()!] : [];

    private static IEnumerable<string> Tags(JsonElement data) => data.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
        ? tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!)
        : [];

    private ErrorCode? Apply(Mutation mutation, List<(WriteOutcome, long)> results)
    {
        switch (mutation)
        {
            case CreateEntity create:
                return Create(create, results);
            case ReplaceEntity replace:
                return Change(replace.Id, replace.IfVersion, _ => (replace.Data, null), results);
            case MergeEntity merge:
                return Change(merge.Id, merge.IfVersion, data => (JsonMergePatch.Apply(data, merge.Patch), null), results);
            case PatchEntity patch:
                return Change(patch.Id, patch.IfVersion, data => Patched(data, patch.Patch), results);
            case DeleteEntity delete:
                return Delete(delete, results);
            case Relate relate:
                Relate((relate.From, relate.Type, relate.To), relate.Weight, results);
                return null;
            case Unrelate unrelate:
                var there = Relations.Remove((unrelate.From, unrelate.Type, unrelate.To), out var before);
                results.Add(there ? (WriteOutcome.Deleted, before.Version + 1) : (WriteOutcome.Unchanged, 0));
                return null;
            default:
                throw new InvalidOperationException(mutation.ToString());
        }
    }

    private static (JsonElement, ErrorCode?) Patched(JsonElement data, JsonPatch patch)
    {
        try
        {
            return (patch.Apply(data), null);
        }
        catch (ThreeDbException e)
        {
            return (data, e.Code);
        }
    }

    private ErrorCode? Create(CreateEntity create, List<(WriteOutcome, long)> results)
    {
        var entity = Entity(create.Id!);
        if (entity.Data is not { } now)
        {
            entity.Type = create.Type;
            entity.Write(create.OnConflict == ConflictPolicy.Merge ? JsonMergePatch.Apply(Json.Of("{}"), create.Data) : create.Data, ChangeOperation.Created);
            results.Add((WriteOutcome.Created, entity.Version));
            return null;
        }

        if (create.OnConflict == ConflictPolicy.Fail)
        {
            return ErrorCodes.EntityExists;
        }

        if (entity.Type != create.Type)
        {
            return ErrorCodes.TypeMismatch;
        }

        Update(entity, create.OnConflict == ConflictPolicy.Merge ? JsonMergePatch.Apply(now, create.Data) : create.Data, results);
        return null;
    }

    private ErrorCode? Change(string id, long? version, Func<JsonElement, (JsonElement, ErrorCode?)> change, List<(WriteOutcome, long)> results)
    {
        if (Entities.GetValueOrDefault(id) is not { Data: { } data } entity)
        {
            return ErrorCodes.EntityNotFound;
        }

        if (version is { } wanted && wanted != entity.Version)
        {
            return ErrorCodes.VersionMismatch;
        }

        var (changed, error) = change(data);
        if (error is null)
        {
            Update(entity, changed, results);
        }

        return error;
    }

    private static void Update(ModelEntity entity, JsonElement data, List<(WriteOutcome, long)> results)
    {
        var same = JsonElement.DeepEquals(entity.Data!.Value, data);
        if (!same)
        {
            entity.Write(data, ChangeOperation.Updated);
        }

        results.Add((same ? WriteOutcome.Unchanged : WriteOutcome.Updated, entity.Version));
    }

    private ErrorCode? Delete(DeleteEntity delete, List<(WriteOutcome, long)> results)
    {
        if (Entities.GetValueOrDefault(delete.Id) is not { Data: not null } entity)
        {
            return ErrorCodes.EntityNotFound;
        }

        if (delete.IfVersion is { } wanted && wanted != entity.Version)
        {
            return ErrorCodes.VersionMismatch;
        }

        entity.Write(null, ChangeOperation.Deleted);
        foreach (var key in Relations.Keys.Where(key => key.From == delete.Id || key.To == delete.Id).ToList())
        {
            Relations.Remove(key, out var gone);
            entity.Versions[^1].Gone.Add((key, gone.Weight));
        }

        results.Add((WriteOutcome.Deleted, entity.Version));
        return null;
    }

    private void Relate((string, string, string) key, double weight, List<(WriteOutcome, long)> results)
    {
        var existed = Relations.TryGetValue(key, out var before);
        if (existed && before.Weight.Equals(weight))
        {
            results.Add((WriteOutcome.Unchanged, before.Version));
            return;
        }

        Relations[key] = (weight, before.Version + 1);
        results.Add((existed ? WriteOutcome.Updated : WriteOutcome.Created, before.Version + 1));
    }

    // A tag that some live document names is created when it is missing.
    private void CreateTags()
    {
        foreach (var tag in Entities.Where(pair => pair.Value is { Data: not null, Type: "doc" } && pair.Value.Touched).SelectMany(pair => Tags(pair.Value.Data!.Value)).Distinct().ToList())
        {
            var entity = Entity("tag/" + tag);
            if (entity.Data is null)
            {
                entity.Type = "tag";
                entity.Write(Json.Of(new { name = tag }), ChangeOperation.Created);
            }
        }

        foreach (var entity in Entities.Values)
        {
            entity.Touched = false;
        }
    }

    private ModelEntity Entity(string id)
    {
        if (!Entities.TryGetValue(id, out var entity))
        {
            Entities.Add(id, entity = new ModelEntity());
        }

        return entity;
    }
}

/// <summary>An id and its life.</summary>
internal sealed class ModelEntity
{
    public string Type { get; set; } = "";

    public JsonElement? Data { get; private set; }

    public long Version => Versions.Count;

    /// <summary>Whether the running transaction wrote it.</summary>
    public bool Touched { get; set; }

    public List<ModelVersion> Versions { get; private init; } = [];

    public void Write(JsonElement? data, ChangeOperation operation)
    {
        Data = data;
        Touched = true;
        Versions.Add(new ModelVersion(Versions.Count + 1, operation, data));
    }

    public ModelEntity Clone() => new() { Type = Type, Data = Data, Versions = [.. Versions] };
}

/// <summary>A version.</summary>
internal sealed record ModelVersion(long Version, ChangeOperation Operation, JsonElement? Data)
{
    /// <summary>For a deletion: the explicit relations that went with it.</summary>
    public List<((string, string, string) Key, double Weight)> Gone { get; } = [];
}
