namespace ThreeDb.Cli;

/// <summary>Shows what happened to an entity.</summary>
internal static class HistoryView
{
    public static void Draw(HistoryPage page, Screen screen)
    {
        var table = new Table(">VERSION", "CHANGE", "AT", "BY");
        foreach (var entry in page.Items)
        {
            table.Row(Quantity.Count(entry.Version), StrictObject.WordOf(entry.Operation), Quantity.At(entry.At), entry.Actor);
        }

        screen.Print(table);
    }

    public static void Draw(JsonPatch patch, long from, long to, Screen screen)
    {
        if (patch.Operations.Count == 0)
        {
            screen.Note($"The data of versions {from} and {to} is the same.");
            return;
        }

        var table = new Table("", "PATH", "VALUE");
        foreach (var operation in patch.Operations)
        {
            table.Row(StrictObject.WordOf(operation.Kind), operation.Path.Length == 0 ? "(all)" : operation.Path,
                operation.Value is { } value ? EntityView.Compact(value) : operation.From is { } source ? "from " + source : "");
        }

        screen.Print(table);
    }
}
