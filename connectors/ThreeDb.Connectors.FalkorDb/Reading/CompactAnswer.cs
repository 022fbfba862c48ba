using System.Globalization;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>An answer to a query with <c>--compact</c>: columns, rows of typed values, statistics. Without RETURN there are statistics only.</summary>
internal sealed class CompactAnswer(RespValue answer)
{
    private const string Created = "Relationships created: ";

    /// <summary>Pairs of a number and a name.</summary>
    public ReadOnlySpan<RespValue> Columns => answer.Items.Length == 3 ? answer.Items[0].AsItems() : [];

    /// <summary>Rows of values: each a pair of a type and what it holds.</summary>
    public ReadOnlySpan<RespValue> Rows => answer.Items.Length == 3 ? answer.Items[1].AsItems() : [];

    /// <summary>How many relations the query made.</summary>
    public long RelationsCreated
    {
        get
        {
            foreach (var line in answer.Items.IsEmpty ? [] : answer.Items[^1].AsItems())
            {
                if (line.AsText() is { } text && text.StartsWith(Created, StringComparison.Ordinal))
                {
                    return long.Parse(text.AsSpan(Created.Length), CultureInfo.InvariantCulture);
                }
            }

            return 0;
        }
    }
}
