using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Checks mutations before they are queued, on the caller's thread.</summary>
internal sealed class MutationPreparer(TypeCatalogue types, JsonLimits limits)
{
    /// <summary>Checks one mutation.</summary>
    /// <param name="mutation">The mutation.</param>
    /// <param name="snapshot">The types of the tenant.</param>
    /// <param name="guarded">Whether its JSON went through <see cref="JsonGuard"/> already.</param>
    /// <exception cref="ThreeDbException">1xxx with the place of the fault.</exception>
    public PreparedMutation Prepare(Mutation mutation, TypeSnapshot snapshot, bool guarded)
    {
        switch (mutation)
        {
            case CreateEntity create:
                Identifiers.CheckName(create.Type, "type", "/type");
                CheckProject(create.Project);
                Guard(create.Data, guarded, "/data");
                var merges = create.OnConflict == ConflictPolicy.Merge;
                return new PreparedCreate(
                    Id(create.Id ?? Guid.CreateVersion7().ToString()), create.Type, create.Project,
                    merges ? Document.OfPatch(create.Type, create.Data, snapshot) : Document.Prepare(create.Type, create.Data, snapshot), create.OnConflict)
                {
                    Patch = merges ? create.Data : null,
                };
            case ReplaceEntity replace:
                Guard(replace.Data, guarded, "/data");
                CheckObject(replace.Data, "/data");
                CheckProject(replace.Project);
                return new PreparedReplace(Id(replace.Id), replace.Data, replace.Type, replace.Project) { IfVersion = Version(replace.IfVersion) };
            case MergeEntity merge:
                Guard(merge.Patch, guarded, "/patch");
                CheckObject(merge.Patch, "/patch");
                return new PreparedMerge(Id(merge.Id), merge.Patch) { IfVersion = Version(merge.IfVersion) };
            case PatchEntity patch:
                return new PreparedPatch(Id(patch.Id), patch.Patch) { IfVersion = Version(patch.IfVersion) };
            case DeleteEntity delete:
                return new PreparedDelete(Id(delete.Id)) { IfVersion = Version(delete.IfVersion) };
            case Relate relate:
                CheckRelation(relate, guarded);
                return new PreparedRelate(relate);
            case Unrelate unrelate:
                CheckEnds(unrelate.From, unrelate.Type, unrelate.To, unrelate.Key);
                return new PreparedUnrelate(unrelate);
            default:
                throw new ArgumentException($"A mutation of type {mutation?.GetType().Name ?? "null"} is not known.", nameof(mutation));
        }
    }

    /// <summary>The types of the tenant, as known.</summary>
    public ValueTask<TypeSnapshot> TypesAsync(int tenant, CancellationToken cancellationToken) => types.GetAsync(tenant, cancellationToken);

    private static string Id(string id)
    {
        Identifiers.CheckId(id, "/id");
        return id;
    }

    private static long? Version(long? version) => version is null or > 0
        ? version
        : throw new ThreeDbException(ErrorCodes.InvalidParameter, $"A version counts from 1; {version} cannot be demanded.",
            errors: [new FieldError("/ifVersion", "must be at least 1")]);

    private static void CheckProject(string? project)
    {
        if (project is not null)
        {
            Identifiers.CheckName(project, "project", "/project");
        }
    }

    private static void CheckObject(JsonElement data, string pointer)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            throw new ThreeDbException(ErrorCodes.InvalidData, errors: [new FieldError(pointer, "An object is needed.")]);
        }
    }

    private static void CheckEnds(string from, string type, string to, string key)
    {
        Identifiers.CheckId(from, "/from");
        Identifiers.CheckName(type, "relation type", "/type");
        Identifiers.CheckId(to, "/to");
        Identifiers.CheckRelationKey(key, "/key");
    }

    private void CheckRelation(Relate relate, bool guarded)
    {
        CheckEnds(relate.From, relate.Type, relate.To, relate.Key);
        if (relate.Data is { } data)
        {
            Guard(data, guarded, "/data");
            CheckObject(data, "/data");
        }

        if (!double.IsFinite(relate.Weight))
        {
            throw new ThreeDbException(ErrorCodes.NumberOutOfRange, "The weight of a relation must be a finite number.",
                errors: [new FieldError("/weight", "must be finite")]);
        }

        if (relate.ValidFrom >= relate.ValidTo)
        {
            throw new ThreeDbException(ErrorCodes.InvalidMutation, "The validity of the relation ends before it begins.",
                errors: [new FieldError("/validTo", "must be later than validFrom")]);
        }
    }

    private void Guard(JsonElement json, bool guarded, string pointer)
    {
        if (!guarded)
        {
            JsonGuard.Check(json, limits);
        }

        JsonGuard.CheckSize(json, limits, pointer);
    }
}
