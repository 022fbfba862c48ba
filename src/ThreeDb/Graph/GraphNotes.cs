using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>What answers about relations say beside what they found.</summary>
internal static class GraphNotes
{
    private const int Shown = 8;

    /// <summary>One for each type that no relation in memory has.</summary>
    public static IEnumerable<string> Types(GraphView view, IReadOnlyList<string> via)
    {
        var names = view.Names.RelationTypes;
        string[] unknown = [.. via.Where(type => names.Find(type) == 0).Distinct(StringComparer.Ordinal)];
        return unknown.Length == 0 ? [] : Types(unknown, [.. Enumerable.Range(1, names.Count - 1).Select(code => names[code]).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The same by SQL.</summary>
    public static async Task<IEnumerable<string>> TypesAsync(SessionGraph store, IReadOnlyList<string> via, CancellationToken cancellationToken) =>
        await store.UnknownTypesAsync([.. via.Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false) is var (unknown, known) ? Types(unknown, known) : [];

    /// <summary>The walk was stopped by the number of entities that it may visit.</summary>
    /// <param name="visited">How many it visited.</param>
    /// <param name="bySql">Whether SQL walked.</param>
    public static string Visited(long visited, bool bySql) => bySql && visited >= Traversal.MaxVisited
        ? $"The walk stopped after {visited:N0} entities, the most that SQL visits; in memory it goes on (memory budget: THREEDB_MEMORY)."
        : visited >= Traversal.MaxVisitedInMemory ? $"The walk stopped after {visited:N0} entities, the most that a walk visits."
        : $"The walk stopped after {visited:N0} entities, as many as it may visit (maxVisited, up to {Traversal.MaxVisitedInMemory:N0}).";

    /// <summary>A step was cut.</summary>
    public static string PerHop(long most) => $"At least one step found more than {most:N0} entities, of which only so many were followed (maxPerHop).";

    /// <summary>Adds notes to an answer.</summary>
    public static T Add<T>(T answer, IEnumerable<string> notes)
        where T : GraphAnswer
    {
        string[] all = [.. answer.Notes ?? [], .. notes];
        return all.Length == 0 ? answer : (T)((GraphAnswer)answer with { Notes = all });
    }

    private static IEnumerable<string> Types(IReadOnlyList<string> unknown, IReadOnlyList<string> known) => unknown.Select(type => $"No relation has the type {type}" + (known.Count == 0
        ? "; there is no relation at all."
        : $" (known: {string.Join(", ", (Nearest.Find(type, known) is { } near ? known.Where(name => name != near).Prepend(near) : known).Take(Shown))}{(known.Count > Shown ? ", …" : "")})."));
}
