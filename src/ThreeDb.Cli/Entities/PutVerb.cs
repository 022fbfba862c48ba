using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db put</c>: creates, replaces, merges or patches an entity.</summary>
internal static class PutVerb
{
    private static readonly Argument<string?> Id = new("ID") { Description = "The entity; a new id is made without one", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Type = new("--type") { Description = "The type; needed for a new entity", HelpName = "TYPE" };
    private static readonly Option<string> Data = new("--data") { Description = "The data, or the patch", HelpName = JsonInput.Form, Required = true };
    private static readonly Option<string?> Project = new("--project") { Description = "The project of the entity", HelpName = "PROJECT" };
    private static readonly Option<bool> Merge = new("--merge") { Description = "Merge into what is there (RFC 7396; null removes a member)" };
    private static readonly Option<bool> Patch = new("--patch") { Description = "Apply a JSON Patch (RFC 6902)" };
    private static readonly Option<bool> CreateOnly = new("--create-only") { Description = "Fail when the entity exists" };
    private static readonly Option<long?> IfMatch = new("--if-match") { Description = "Change only this version", HelpName = "VERSION" };
    private static readonly Option<string?> Idempotency = new("--idempotency-key") { Description = "Makes a repeated call return the first one's result", HelpName = "KEY" };

    public static Command Make() => new Command("put", "Create or change an entity") { Id, Type, Data, Project, Merge, Patch, CreateOnly, IfMatch, Idempotency }.Runs(RunAsync);

    private static async Task RunAsync(Call call)
    {
        Check(call);
        var data = await JsonInput.ReadAsync(call, call.Get(Data)!);
        var (id, type, version) = (call.Get(Id), call.Get(Type), call.Get(IfMatch));
        var project = call.Get(Project) ?? call.Target.Project;
        Mutation mutation =
            call.Get(Patch) ? new PatchEntity(id!, JsonPatch.Parse(data)) { IfVersion = version }
            : call.Get(Merge) && (type is null || version is not null) ? new MergeEntity(id!, data) { IfVersion = version }
            : type is null || version is not null ? new ReplaceEntity(id!, data) { Type = type, Project = call.Get(Project), IfVersion = version }
            : new CreateEntity(type, data)
            {
                Id = id,
                Project = project,
                OnConflict = call.Get(CreateOnly) ? ConflictPolicy.Fail : call.Get(Merge) ? ConflictPolicy.Merge : ConflictPolicy.Replace,
            };
        var done = await WriteAsync(call, mutation, type is null);
        var (result, entity) = (done.Results[0], done.Results[0].Entity!);
        call.Screen.Answer(new EntityWrite(entity, result.Outcome, done.Position), screen =>
        {
            screen.Line(EntityView.Outcome(result.Outcome, entity.Id, entity.Version));
            screen.Next(entity.Version == 1 ? ($"list --type {entity.Type}", "See all of its type") : ($"history {Printable.Of(entity.Id)}", "See what changed"));
        });
    }

    private static async Task<TransactionResult> WriteAsync(Call call, Mutation mutation, bool withoutType)
    {
        try
        {
            return await call.Db.WriteAsync([mutation], new WriteOptions { IdempotencyKey = call.Get(Idempotency) }, call.Token);
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.EntityNotFound && withoutType && !call.Get(Patch))
        {
            throw new ThreeDbException(e.Code, e.Message, "Check the id, or give --type to create it.", inner: e);
        }
    }

    private static void Check(Call call)
    {
        var (isMerge, isPatch, isCreate) = (call.Get(Merge), call.Get(Patch), call.Get(CreateOnly));
        var fault =
            (isMerge ? 1 : 0) + (isPatch ? 1 : 0) + (isCreate ? 1 : 0) > 1 ? "Give one of --merge, --patch and --create-only."
            : isCreate && call.Get(IfMatch) is not null ? "--create-only and --if-match contradict each other."
            : (isCreate || call.Get(Id) is null) && call.Get(Type) is null ? "A new entity needs --type."
            : call.Get(Id) is null && (isMerge || isPatch || call.Get(IfMatch) is not null) ? "A change needs the ID."
            : call.Get(Project) is not null && (isPatch || (isMerge && (call.Get(Type) is null || call.Get(IfMatch) is not null)))
                ? "A merge or patch of what is there keeps its project: leave --project out, or replace the data; with --type, --merge takes it."
            : null;
        if (fault is not null)
        {
            throw Usage.Fault(fault, "3db put");
        }
    }
}
