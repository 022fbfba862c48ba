using System.CommandLine;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary><c>3db type</c>: what the tenant declares about its types.</summary>
internal static class TypeVerbs
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The type" };
    private static readonly Argument<string> Definition = new(JsonInput.Form)
    {
        Description = "title, text, language, embed, relations, consistency, schema: {\"title\": \"name\", \"relations\": [{\"field\": \"author_id\", \"relation\": \"WRITTEN_BY\", \"to\": \"author\"}]}",
    };

    public static Command Make() => new("type", "Declare what is special about types: title, text, relations, schema")
    {
        new Command("list", "List the types, declared or only used") { }.Reads(ListAsync),
        new Command("get", "Show a declaration") { Name }.Reads(GetAsync),
        new Command("put", "Declare a type, or change its declaration; what exists is derived anew in the background") { Name, Definition }.Runs(PutAsync),
        new Command("delete", "Remove a declaration; the entities stay") { Name }.Runs(DeleteAsync),
    };

    private static async Task ListAsync(Call call)
    {
        var types = await call.Db.Types.ListAsync(call.Token);
        call.Screen.Answer(types, screen =>
        {
            if (types.Count == 0)
            {
                screen.Note("No types yet: there are no entities.");
                return;
            }

            var table = new Table("TYPE", ">ENTITIES", "DECLARED", "DERIVING");
            foreach (var type in types)
            {
                table.Row(type.Name, Quantity.Count(type.Entities), type.Definition is null ? "" : "yes", Progress(type.Deriving));
            }

            screen.Print(table);
        });
    }

    private static async Task GetAsync(Call call)
    {
        var type = await call.Db.Types.GetAsync(call.Get(Name), call.Token)
            ?? throw new ThreeDbException(ErrorCodes.TypeNotFound, $"The type '{Printable.Short(call.Get(Name))}' is not declared.", "Undeclared types work with defaults; '3db type put' declares one.");
        call.Screen.Answer(type, screen => Draw(type, screen));
    }

    private static async Task PutAsync(Call call)
    {
        var definition = EntityTypeJson.Read(await JsonInput.ReadAsync(call, call.Get(Definition)));
        var type = await call.Db.Types.PutAsync(call.Get(Name), definition, call.Token);
        call.Screen.Answer(type, screen =>
        {
            screen.Line($"Declared {Printable.Of(type.Name)}. It applies to new writes at once"
                + (type.Deriving is { } deriving ? $"; {Quantity.Count(deriving.Total - deriving.Done, "entity is", "entities are")} derived anew in the background." : "."));
        });
    }

    private static async Task DeleteAsync(Call call)
    {
        if (!await call.Db.Types.DeleteAsync(call.Get(Name), call.Token))
        {
            throw new ThreeDbException(ErrorCodes.TypeNotFound, $"The type '{Printable.Short(call.Get(Name))}' is not declared.");
        }

        call.Screen.Answer(new NameAnswer(call.Get(Name)), screen => screen.Line($"Removed the declaration of {Printable.Of(call.Get(Name))}."));
    }

    private static void Draw(EntityType type, Screen screen)
    {
        screen.Heading(Printable.Of(type.Name));
        screen.Pairs(("entities", Quantity.Count(type.Entities)), ("deriving", Progress(type.Deriving)), ("underived", Underived(type.Underived)));
        if (type.Definition is { } definition)
        {
            screen.Line(EntityView.Pretty(JsonSerializer.SerializeToElement(definition, ThreeDbJson.Options)));
        }
    }

    private static string? Underived(UnderivedValues? values) => values is null ? null
        : $"{Quantity.Count(values.Count, "value makes", "values make")} no relation or no target, in {string.Join(", ", values.Entities.Select(Printable.Of))}{(values.Count > values.Entities.Count ? ", …" : "")}";

    private static string? Progress(DerivationProgress? progress) =>
        progress is null ? null : $"{Quantity.Count(progress.Done)} of approximately {Quantity.Count(progress.Total)}";
}

/// <summary>The name of what a verb did something to.</summary>
internal sealed record NameAnswer(string Name);
