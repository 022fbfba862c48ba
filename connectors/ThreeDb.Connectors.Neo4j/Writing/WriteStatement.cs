using System.Text;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>The one statement that applies a batch, and with it the one transaction.</summary>
/// <remarks>
/// <para>1. Lock the projection's node by writing to it, then compare its fence. A row goes on only when the fence is newer; whatever follows happens once per row, so
/// never when it is not. A fence older than the newest that this process has seen applied means that the database came back with an older state. Reading the fence before the lock would let two requests both see the older one.</para>
/// <para>2. Entities. 3. Removed entities become stubs. 4. Removed relations. 5. Relations, with stubs for ends that are missing. 6. Stubs under which no relation is left go.</para>
/// <para>Names of labels and types cannot be parameters before Neo4j 5.26, so each type has a line of its own, which takes the rows that carry its number:
/// <c>r.t0</c> is <c>[1]</c> in rows of the first type and absent in all others. A subquery (CALL) would be written in different ways in different versions; FOREACH is not.</para>
/// <para>All lists are members of one parameter. Neo4j plans a statement anew for each order of magnitude of the length of a list that is a parameter itself (seen on 5.26: 0, 1, 10, 100, …,
/// each combination of four lists by itself, 0.3 s each on a warm machine and over 1 s on a cold one); it does not look into a map.</para>
/// <para>Nor is it planned anew because there are more nodes than when it was planned: every step begins with a seek in a unique index, in an empty database as in a full one.</para>
/// </remarks>
internal static class WriteStatement
{
    /// <summary>The statement for batches with these types.</summary>
    /// <param name="entityTypes">The entity types of the rows.</param>
    /// <param name="relationTypes">The relation types of the rows.</param>
    /// <param name="knownEntityTypes">All entity types whose labels nodes may carry.</param>
    public static string Of(IReadOnlyList<string> entityTypes, IReadOnlyList<string> relationTypes, IReadOnlyList<string> knownEntityTypes)
    {
        var text = new StringBuilder(2048);
        var labels = string.Concat(knownEntityTypes.Where(type => type != Names.Entity).Select(type => ":" + Names.Quoted(type)));
        text.Append($$"""
            CYPHER replan=skip
            MATCH (f:`{{Names.Projection}}` {projection: $p}) SET f.lock = true
            WITH f WHERE f.fence >= $least AND f.fence < $fence AND {{ProjectionNode.IsOwn}} SET f.fence = $fence, f.entityTypes = $batch.entityTypes, f.relationTypes = $batch.relationTypes

            """);
        AppendEntities(text, entityTypes, labels);
        text.Append($$"""
            WITH f UNWIND CASE WHEN size($batch.gone) = 0 THEN [null] ELSE $batch.gone END AS s
            OPTIONAL MATCH (n:Entity {_projection: $p, _seq: s}) WITH f, collect(n) AS gone
            FOREACH (n IN gone | SET n = {_projection: $p, _seq: n._seq, _id: n._id, _stub: true}{{(labels.Length > 0 ? " REMOVE n" + labels : "")}})
            WITH f, gone UNWIND CASE WHEN size($batch.cut) = 0 THEN [null] ELSE $batch.cut END AS r
            OPTIONAL MATCH (a:Entity {_projection: $p, _seq: r.a})-[x]->(b:Entity {_projection: $p, _seq: r.b}) WHERE type(x) = r.t AND x._key = r.k
            WITH f, gone, collect(x) AS cut, collect(a) + collect(b) AS ends
            FOREACH (x IN cut | DELETE x)

            """);
        AppendRelations(text, relationTypes);
        text.Append("""
            WITH f, CASE WHEN size(gone) + size(ends) = 0 THEN [null] ELSE gone + ends END AS ends UNWIND ends AS n
            WITH f, collect(DISTINCT CASE WHEN n._stub AND NOT EXISTS { (n)--() } THEN n END) AS lonely
            FOREACH (n IN lonely | DELETE n)
            RETURN count(*)
            """);
        return text.ToString();
    }

    // A label is taken off only where the type has changed or something else has put labels there.
    private static void AppendEntities(StringBuilder text, IReadOnlyList<string> types, string labels)
    {
        if (types.Count == 0)
        {
            return;
        }

        text.Append("FOREACH (r IN $batch.e | MERGE (n:Entity {_projection: $p, _seq: r.s}) ");
        if (labels.Length > 0)
        {
            text.Append("FOREACH (_ IN CASE WHEN size(labels(n)) > 2 OR n._type <> r.p._type THEN [1] ELSE [] END | REMOVE n").Append(labels).Append(") ");
        }

        text.Append("SET n = r.p");
        for (var i = 0; i < types.Count; i++)
        {
            text.Append($" FOREACH (_ IN r.t{i} | SET n:{Names.Quoted(types[i])})");
        }

        text.Append(")\n");
    }

    private static void AppendRelations(StringBuilder text, IReadOnlyList<string> types)
    {
        if (types.Count == 0)
        {
            return;
        }

        text.Append("""
            FOREACH (r IN $batch.r | MERGE (a:Entity {_projection: $p, _seq: r.a}) ON CREATE SET a._stub = true, a._id = r.from
            MERGE (b:Entity {_projection: $p, _seq: r.b}) ON CREATE SET b._stub = true, b._id = r.to
            """);
        for (var i = 0; i < types.Count; i++)
        {
            text.Append($" FOREACH (_ IN r.t{i} | MERGE (a)-[x:{Names.Quoted(types[i])} {{_key: r.k}}]->(b) SET x = r.p)");
        }

        text.Append(")\n");
    }
}
