using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary><c>items</c> and <c>additionalItems</c>.</summary>
/// <param name="first">One for each of the first items.</param>
/// <param name="rest">For all that follow.</param>
internal sealed class ItemsRule(IReadOnlyList<SchemaNode> first, SchemaNode? rest) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            run.Spend(1);
            if ((index < first.Count ? first[index] : rest) is not { } schema)
            {
                return;
            }

            run.CheckItem(schema, index++, item);
            if (run.IsDecided)
            {
                return;
            }
        }
    }
}
