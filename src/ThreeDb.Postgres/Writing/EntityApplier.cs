using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Applies mutations of entities to a working set. A mutation that cannot be done throws before it changes anything.</summary>
internal sealed class EntityApplier(WorkingSet set, TypeSnapshot types, JsonLimits limits, DateTimeOffset now)
{
    public MutationResult Apply(PreparedEntityMutation mutation, string actor)
    {
        var row = set.Find(mutation.Id)!;
        return mutation switch
        {
            PreparedCreate create => Create(row, create, actor),
            PreparedReplace replace => Replace(row, replace, actor),
            PreparedMerge merge => Change(row, merge, JsonMergePatch.Apply(Existing(row, merge), merge.Patch), actor),
            PreparedPatch patch => Change(row, patch, Patched(Existing(row, patch), patch.Patch), actor),
            PreparedDelete delete => Delete(row, delete, actor),
            PreparedRestore restore => Restore(row, restore, actor),
            PreparedDerive derive => Derive(row, derive),
            _ => throw new InvalidOperationException($"There is no rule for {mutation.GetType().Name}."),
        };
    }

    /// <summary>Creates a target of a derived relation that is missing.</summary>
    public void CreateTarget(EntityRow row, string type, string value, string actor)
    {
        var data = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["name"] = value });
        var document = Document.Prepare(type, data, types);
        Write(row, document, project: null, ChangeOperation.Created, actor);
    }

    private MutationResult Create(EntityRow row, PreparedCreate create, string actor)
    {
        if (!row.IsLive)
        {
            Write(row, Current(create), create.Project, ChangeOperation.Created, actor);
            return Result(row, WriteOutcome.Created);
        }

        if (create.OnConflict == ConflictPolicy.Fail)
        {
            throw new ThreeDbException(ErrorCodes.EntityExists, $"The entity '{row.Id}' exists with version {row.Now.Version}.");
        }

        CheckType(row, create.Type);

        var document = create.Patch is { } patch
            ? Document.Prepare(create.Type, Checked(JsonMergePatch.Apply(row.Now.Data, patch)), types)
            : Current(create);
        return Update(row, document, create.Project ?? row.Now.Project, actor);
    }

    private Document Current(PreparedCreate create)
    {
        // A document that was derived with other definitions than the current ones is derived again.
        if (create.Document.Generation != types.Generation)
        {
            return Document.Prepare(create.Type, create.Document.Data, types);
        }

        if (create.Patch is not null)
        {
            create.Document.CheckSchema();
        }

        return create.Document;
    }

    private MutationResult Replace(EntityRow row, PreparedReplace replace, string actor)
    {
        Existing(row, replace);
        CheckType(row, replace.Type ?? row.Now.Type!);
        return Update(row, Document.Prepare(row.Now.Type!, replace.Data, types), replace.Project ?? row.Now.Project, actor);
    }

    private MutationResult Change(EntityRow row, PreparedEntityMutation mutation, JsonElement data, string actor)
    {
        Existing(row, mutation);
        return Update(row, Document.Prepare(row.Now.Type!, Checked(data), types), row.Now.Project, actor);
    }

    private MutationResult Update(EntityRow row, Document document, string? project, string actor)
    {
        if (project == row.Now.Project && JsonElement.DeepEquals(document.Data, row.Now.Data))
        {
            return Result(row, WriteOutcome.Unchanged);
        }

        Write(row, document, project, ChangeOperation.Updated, actor);
        return Result(row, WriteOutcome.Updated);
    }

    private MutationResult Delete(EntityRow row, PreparedDelete delete, string actor)
    {
        Existing(row, delete);
        var before = row.Now;
        var at = After(before);
        var image = new EntityImage
        {
            State = EntityState.Deleted,
            Type = before.Type,
            Version = before.Version + 1,
            CreatedAt = before.CreatedAt,
            CreatedBy = before.CreatedBy,
            UpdatedAt = at,
            UpdatedBy = actor,
        };
        set.Change(row, image, new ChangeRow(
            row.Seq, ChangeOperation.Deleted, at, actor, before.Type!, before.Project, image.Version, BeforeImages.Of(before, image)));
        foreach (var relation in set.RelationsOf(row.Seq))
        {
            // What a field of another entity says stays true; the relation waits for the id to be created again.
            if (relation.Now is not null && (relation.Key.Source == row.Seq || !relation.Key.IsDerived))
            {
                set.Change(relation, null, actor, new Deletion(row.Seq, image.Version));
            }
        }

        return new MutationResult { Outcome = WriteOutcome.Deleted, Id = row.Id, Version = image.Version };
    }

    private MutationResult Restore(EntityRow row, PreparedRestore restore, string actor)
    {
        CheckVersion(row, restore);
        if (row.IsLive && row.Now.Project == restore.Project && JsonElement.DeepEquals(row.Now.Data, restore.Data))
        {
            return Result(row, WriteOutcome.Unchanged);
        }

        var outcome = row.IsLive ? WriteOutcome.Updated : WriteOutcome.Created;
        Write(row, Document.Prepare(restore.Type, restore.Data, types), restore.Project, ChangeOperation.Restored, actor);
        return Result(row, outcome);
    }

    private MutationResult Derive(EntityRow row, PreparedDerive derive)
    {
        derive.PassedOver = 0;
        if (row.IsLive)
        {
            // Data that no longer satisfies its schema stays as it is: a schema binds writes, not the past.
            row.Now = row.Now with { Document = Document.Derive(row.Now.Type!, row.Now.Data, types) };
            row.DerivedBy = derive;
            derive.PassedOver = row.Now.Document.PassedOver;
        }

        return new MutationResult { Outcome = WriteOutcome.Unchanged, Id = row.Id, Version = row.Now.Version };
    }

    private void Write(EntityRow row, Document document, string? project, ChangeOperation operation, string actor)
    {
        var before = row.Now;
        var at = After(before);

        // Undoing a deletion goes on with the life that it ended; creating the id again begins another.
        var goesOn = before.State == EntityState.Live || (before.State == EntityState.Deleted && operation == ChangeOperation.Restored);
        var image = new EntityImage
        {
            State = EntityState.Live,
            Type = document.Type,
            Project = project,
            Data = document.Data,
            Version = before.Version + 1,
            CreatedAt = goesOn ? before.CreatedAt : at,
            CreatedBy = goesOn ? before.CreatedBy : actor,
            UpdatedAt = at,
            UpdatedBy = actor,
            Document = document,
        };
        set.Change(row, image, new ChangeRow(row.Seq, operation, at, actor, document.Type, project, image.Version, BeforeImages.Of(before, image)));
    }

    // The times of an entity's versions ascend, whatever the clock does.
    private DateTimeOffset After(EntityImage before) =>
        before.Version > 0 && before.UpdatedAt >= now ? before.UpdatedAt.AddMicroseconds(1) : now;

    private static JsonElement Existing(EntityRow row, PreparedEntityMutation mutation)
    {
        if (!row.IsLive)
        {
            throw new ThreeDbException(ErrorCodes.EntityNotFound, $"There is no entity '{row.Id}'.");
        }

        CheckVersion(row, mutation);
        return row.Now.Data;
    }

    private static void CheckType(EntityRow row, string type)
    {
        if (row.Now.Type != type)
        {
            throw new ThreeDbException(ErrorCodes.TypeMismatch, $"The entity '{row.Id}' is a '{row.Now.Type}', not a '{type}'.");
        }
    }

    private static void CheckVersion(EntityRow row, PreparedEntityMutation mutation)
    {
        if (mutation.IfVersion is { } wanted && wanted != row.Now.Version)
        {
            throw new ThreeDbException(ErrorCodes.VersionMismatch, $"The entity '{row.Id}' has version {row.Now.Version}, not {wanted}.");
        }
    }

    // A merge or patch of acceptable parts can still make a document that is too deep or too large.
    private JsonElement Checked(JsonElement data)
    {
        JsonGuard.Check(data, limits);
        JsonGuard.CheckSize(data, limits, "/data");
        return data;
    }

    private static JsonElement Patched(JsonElement data, JsonPatch patch)
    {
        var result = patch.Apply(data);
        return result.ValueKind == JsonValueKind.Object
            ? result
            : throw new ThreeDbException(ErrorCodes.PatchFailed, "The patch replaces the data by something that is not an object.", "Put the value into a member: the data of an entity is an object.");
    }

    private static MutationResult Result(EntityRow row, WriteOutcome outcome) => new()
    {
        Outcome = outcome,
        Id = row.Id,
        Version = row.Now.Version,
        Entity = row.ToEntity(),
    };
}
