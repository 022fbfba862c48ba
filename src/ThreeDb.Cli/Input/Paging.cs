using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>What all verbs that answer in pages share.</summary>
internal static class Paging
{
    public static readonly Option<string?> After = new("--after") { Description = "Where the page before ended", HelpName = "CURSOR" };

    public static readonly Option<bool> All = new("--all") { Description = "All pages; with --json one line for each item (NDJSON)" };

    /// <summary>Prints a page, and how to get the rest.</summary>
    public static void Draw(Screen screen, Table table, int count, string? next, string what)
    {
        if (count == 0)
        {
            screen.Note($"No {what}.");
            return;
        }

        screen.Print(table);
        if (next is not null)
        {
            screen.Note($"These are not all {what}; the next {Quantity.Count(count)}: --after {next}, all: --all.");
        }
    }

    /// <summary>Prints all pages as they come: tables for people, NDJSON otherwise.</summary>
    public static async Task AllAsync<T>(Call call, Func<string?, Task<(IReadOnlyList<T> Items, string? Next)>> page, Func<IEnumerable<T>, Table> table)
    {
        var count = 0L;
        for (string? after = null; ;)
        {
            var (items, next) = await page(after);
            count += items.Count;
            if (call.Screen.IsJson)
            {
                foreach (var item in items)
                {
                    call.Screen.Json(item);
                }
            }
            else if (items.Count > 0)
            {
                call.Screen.Print(table(items));
            }

            call.Screen.Flush();
            if (next is null)
            {
                call.Screen.Note($"{Quantity.Count(count)} in all.");
                return;
            }

            after = next;
        }
    }
}
