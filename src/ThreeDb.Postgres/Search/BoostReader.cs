using System.Globalization;

namespace ThreeDb.Postgres;

/// <summary>Reads what saved scores add to the hits of a query.</summary>
/// <param name="boosts">Their names and weights.</param>
/// <param name="first">Where their columns begin.</param>
internal sealed class BoostReader(IReadOnlyList<KeyValuePair<string, double>> boosts, int first)
{
    private const int Columns = 5;

    private readonly (double Least, double Most, long Count)[] _ranges = new (double, double, long)[boosts.Count];

    /// <summary>The column behind the last one.</summary>
    public int End => first + (boosts.Count * Columns);

    /// <summary>A step for each boost: between which values it was normalised, and how many of the candidates have it. They are taken within the statement that ranks.</summary>
    public IEnumerable<QueryStep> Steps => boosts.Select((boost, i) => new QueryStep("boost", Describe(boost, _ranges[i]), _ranges[i].Count, 0));

    /// <summary>What the row was lifted by; null when by nothing.</summary>
    public Dictionary<string, BoostScore>? Read(TenantReader reader)
    {
        Dictionary<string, BoostScore>? scores = null;
        for (var i = 0; i < boosts.Count; i++)
        {
            var column = first + (i * Columns);
            if (!reader.IsNull(column + 2))
            {
                _ranges[i] = (reader.Get<double>(column + 2), reader.Get<double>(column + 3), reader.Get<long>(column + 4));
            }

            if (!reader.IsNull(column))
            {
                (scores ??= new(StringComparer.Ordinal)).Add(boosts[i].Key, new BoostScore(reader.Get<double>(column), reader.Get<double>(column + 1)));
            }
        }

        return scores;
    }

    private static string Describe(KeyValuePair<string, double> boost, (double Least, double Most, long Count) range)
    {
        var (least, most, count) = range;
        var culture = CultureInfo.InvariantCulture;
        return boost.Key + " × " + boost.Value.ToString(culture) + ": " + (count == 0 ? "no candidate has it"
            : least == most ? string.Create(culture, $"all have {least:G4}, which counts 1")
            : string.Create(culture, $"{least:G4} counts 0, {most:G4} counts 1"));
    }
}
