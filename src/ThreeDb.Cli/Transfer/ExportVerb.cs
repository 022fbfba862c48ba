using System.CommandLine;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary><c>3db export</c>: entities and relations as lines of mutations, which <c>3db import</c> reads.</summary>
/// <remarks>Derived relations are left out: they follow from the data where the types are declared alike.</remarks>
internal static class ExportVerb
{
    private const int PageSize = 1000;

    private static readonly Option<string?> Type = new("--type") { Description = "Only entities of this type, and the relations from them", HelpName = "TYPE" };
    private static readonly Option<string?> Project = new("--project") { Description = "Only entities of this project, and the relations from them", HelpName = "PROJECT" };
    private static readonly Option<string[]> Where = WhereOption.Make();

    public static Command Make() => new Command("export", "Print entities and relations as NDJSON that '3db import' reads") { Type, Project, Where }.Reads(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var request = new ListRequest
        {
            Type = call.Get(Type),
            Project = call.Get(Project) ?? call.Target.Project,
            Where = WhereOption.Parse(call.Get(Where)),
            Limit = PageSize,
        };

        // The first page is there before the first byte is written, so that a failure leaves stdout empty.
        var page = await call.Db.Entities.ListAsync(request, call.Token);
        using var lines = new MutationWriter(call.Shell.Output);
        var sources = request.Type is null && request.Project is null && request.Where is null ? null : new HashSet<string>();
        var (entities, relations) = await ProgressBoard.RunAsync(call, async board =>
        {
            var part = board.Begin("entities");
            var written = await EntitiesAsync(call, request, page, lines, sources, part);
            part.Finish(written);
            part = board.Begin("relations");
            var related = await RelationsAsync(call, lines, sources, part);
            part.Finish(related);
            return (written, related);
        });
        call.Screen.Note($"Exported {Quantity.Count(entities, "entity", "entities")} and {Quantity.Count(relations, "relation", "relations")}.");
    }

    private static async Task<long> EntitiesAsync(Call call, ListRequest request, EntityPage page, MutationWriter lines, HashSet<string>? sources, ProgressPart part)
    {
        for (var count = 0L; ;)
        {
            foreach (var entity in page.Items)
            {
                sources?.Add(entity.Id);
                lines.Write(new CreateEntity(entity.Type, entity.Data) { Id = entity.Id, Project = entity.Project, OnConflict = ConflictPolicy.Replace });
            }

            await lines.FlushAsync(call.Token);
            count += page.Items.Count;
            part.Report(count);
            if (page.Next is null)
            {
                return count;
            }

            // A page that ended early had large documents; no more of them are asked for than will come.
            var limit = Math.Min(page.Items.Count * 2, PageSize);
            page = await call.Db.Entities.ListAsync(request with { After = page.Next, Limit = limit }, call.Token);
        }
    }

    private static async Task<long> RelationsAsync(Call call, MutationWriter lines, HashSet<string>? sources, ProgressPart part)
    {
        var count = 0L;
        for (var request = new RelationRequest { Limit = PageSize }; ;)
        {
            var page = await call.Db.Relations.ListAsync(request, call.Token);
            foreach (var relation in page.Items.Where(relation => !relation.Derived && sources?.Contains(relation.From) != false))
            {
                count++;
                lines.Write(new Relate(relation.From, relation.Type, relation.To)
                {
                    Key = relation.Key,
                    Data = relation.Data,
                    Weight = relation.Weight,
                    ValidFrom = relation.ValidFrom,
                    ValidTo = relation.ValidTo,
                });
            }

            await lines.FlushAsync(call.Token);
            part.Report(count);
            if (page.Next is null)
            {
                return count;
            }

            request = request with { After = page.Next };
        }
    }
}
