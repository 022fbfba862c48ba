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

    /// <summary>One for each type of relation or entity, and for the project, that nothing in memory has.</summary>
    public static IEnumerable<string> Selection(GraphView view, GraphSelection on)
    {
        foreach (var note in Types(view, on.Via))
        {
            yield return note;
        }

        foreach (var note in EntityTypes(view, on.Types))
        {
            yield return note;
        }

        if (on.Project is { } project && view.Names.Projects.Find(project) == 0)
        {
            yield return $"No entity has the project {project}{Known(project, view.Names.Projects)}.";
        }
    }

    /// <summary>One for each type that no entity in memory has.</summary>
    public static IEnumerable<string> EntityTypes(GraphView view, IReadOnlyList<string> types) => types
        .Where(type => view.Names.EntityTypes.Find(type) == 0).Distinct(StringComparer.Ordinal)
        .Select(type => $"No entity has the type {type}{Known(type, view.Names.EntityTypes)}.");

    /// <summary>The same where it is known only that nothing has them.</summary>
    public static IEnumerable<string> EntityTypes(IReadOnlyList<string> unknown) => unknown.Select(type => $"No entity has the type {type}.");

    /// <summary>The same of relations by SQL.</summary>
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

    private static IEnumerable<string> Types(IReadOnlyList<string> unknown, IReadOnlyList<string> known) =>
        unknown.Select(type => $"No relation has the type {type}{(known.Count == 0 ? "; there is no relation at all" : Known(type, known))}.");

    private static string Known(string name, NameTable known) => Known(name, [.. Enumerable.Range(1, known.Count - 1).Select(code => known[code]).Order(StringComparer.Ordinal)]);

    private static string Known(string name, IReadOnlyList<string> known) => known.Count == 0 ? ""
        : $" (known: {string.Join(", ", (Nearest.Find(name, known) is { } near ? known.Where(other => other != near).Prepend(near) : known).Take(Shown))}{(known.Count > Shown ? ", …" : "")})";
}
