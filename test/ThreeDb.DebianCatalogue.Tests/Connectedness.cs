namespace ThreeDb.DebianCatalogue.Tests;

/// <summary>How well packages hang together, whichever way their relations point.</summary>
internal static class Connectedness
{
    /// <summary>The largest number of packages and virtual packages that are joined to each other.</summary>
    public static int LargestComponent(Catalogue catalogue)
    {
        var neighbours = catalogue.Relations()
            .SelectMany(relation => new[] { (relation.From, relation.To), (relation.To, relation.From) })
            .ToLookup(ends => ends.Item1, ends => ends.Item2);
        var left = catalogue.Phases[1].Mutations.Cast<CreateEntity>().Select(entity => entity.Id!).ToHashSet();
        var largest = 0;
        while (left.Count > 0)
        {
            var queue = new Queue<string>([left.First()]);
            left.Remove(queue.Peek());
            var size = 0;
            for (; queue.TryDequeue(out var id); size++)
            {
                foreach (var neighbour in neighbours[id].Where(left.Remove))
                {
                    queue.Enqueue(neighbour);
                }
            }

            largest = Math.Max(largest, size);
        }

        return largest;
    }
}
