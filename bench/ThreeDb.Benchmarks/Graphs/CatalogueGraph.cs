using ThreeDb.DebianCatalogue;

namespace ThreeDb.Benchmarks;

/// <summary>The relations among the packages of Debian's catalogue as the demo loads them; of several between the same two packages, one.</summary>
internal static class CatalogueGraph
{
    public static GraphData Make(Catalogue catalogue)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var known = new HashSet<long>();
        var (sources, targets) = (new List<int>(), new List<int>());
        foreach (var relate in catalogue.Phases.SelectMany(phase => phase.Mutations).OfType<Relate>())
        {
            var (source, target) = (NumberOf(relate.From), NumberOf(relate.To));
            if (source != target && known.Add(((long)source << 32) + target))
            {
                sources.Add(source);
                targets.Add(target);
            }
        }

        return new GraphData($"Debian {numbers.Count:N0}/{sources.Count:N0}", numbers.Count, [.. sources], [.. targets]);

        int NumberOf(string id)
        {
            numbers.TryAdd(id, numbers.Count);
            return numbers[id];
        }
    }
}
