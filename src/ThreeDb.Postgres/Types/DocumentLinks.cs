using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Finds the derived relations of a document.</summary>
internal static class DocumentLinks
{
    /// <summary>The largest number of derived relations of one entity.</summary>
    public const int MaxLinks = 10_000;

    /// <summary>Reads the links.</summary>
    /// <param name="data">The data.</param>
    /// <param name="plan">The type.</param>
    /// <param name="stored">Whether the data is stored already, so that a value that makes no id is passed over instead of refused.</param>
    /// <returns>The links, and how many values were passed over.</returns>
    /// <exception cref="ThreeDbException"><c>TDB1008</c> when a value makes an unusable id.</exception>
    public static (IReadOnlyList<Link> Links, int PassedOver) Read(JsonElement data, TypePlan plan, bool stored)
    {
        if (plan.Links.Count == 0)
        {
            return ([], 0);
        }

        var links = new List<Link>();
        var passedOver = 0;
        var seen = new HashSet<(string, string, string)>();
        foreach (var rule in plan.Links)
        {
            foreach (var value in rule.Field.Values(data))
            {
                var text = value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString()!,
                    JsonValueKind.Number => NumberText.InId(value.GetRawText()),
                    _ => "",
                };
                if (text.Length == 0)
                {
                    continue;
                }

                var target = rule.IdTemplate.Replace("{value}", text, StringComparison.Ordinal);
                if (!IsUsable(target, rule, stored))
                {
                    passedOver++;
                    continue;
                }

                if (seen.Add((rule.Relation, target, rule.Key)))
                {
                    links.Add(new Link(rule.Relation, target, rule.Key, rule.Create ? rule.TargetType : null, text));
                }
            }
        }

        return links.Count <= MaxLinks || stored
            ? (links, passedOver)
            : throw new ThreeDbException(ErrorCodes.InvalidData, $"The data gives {links.Count:N0} derived relations; an entity has at most {MaxLinks:N0}.",
                "Give fewer values in the fields of which its type makes relations, or make the others relations of their own (PUT /v1/relations).");
    }

    private static bool IsUsable(string target, LinkPlan rule, bool stored)
    {
        try
        {
            Identifiers.CheckId(target, "/data/" + rule.Field.Text.Replace('.', '/').Replace("[]", "", StringComparison.Ordinal));
            return true;
        }
        catch (ThreeDbException) when (stored)
        {
            return false;
        }
        catch (ThreeDbException e)
        {
            throw new ThreeDbException(e.Code, $"The field '{rule.Field.Text}' makes a relation, and this value of it no id: {e.Message}",
                "Change the value, or declare the type without a relation from this field.", e.Errors, e);
        }
    }
}
