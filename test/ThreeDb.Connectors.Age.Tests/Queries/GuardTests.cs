using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>What never reaches the server. Each of the first group ended an instance of AGE 1.5.0 when it was tried.</summary>
public sealed class GuardTests
{
    public static TheoryData<string> Deadly =>
    [
        "RETURN 'abc' STARTS WITH (null OR true)",
        "RETURN 'abc' STARTS WITH (NOT true)",
        "RETURN (null OR true) STARTS WITH 'abc'",
        "RETURN 'abc' ENDS WITH (null OR true)",
        "RETURN 'abc' CONTAINS (null OR true)",
        "RETURN 'a' STARTS WITH (1 IN [1])",
        "RETURN (1 IS NULL) STARTS WITH 'a'",
        "RETURN 1 IS NULL STARTS WITH 'a'",
        "RETURN 1 IS NOT NULL CONTAINS 'a'",
        "RETURN (1 IS NULL)[0]",
        "RETURN 1 IS NULL [0]",
        "RETURN 1 IN (null OR true)",
        "RETURN [1,2][(null OR true)]",
        "RETURN [1,2][null OR true]",
        "RETURN [1,2][(null OR true)..2]",
        "RETURN (null OR true)[0]",
        "RETURN ((null OR true)) STARTS WITH 'a'",
        "RETURN (1 < 2 < 3) STARTS WITH 'a'",
        "RETURN (1 = 1 = true)[0]",
        "RETURN (1 <= 2 <> 3)[0]",
        "RETURN (1 < (2)<-[3][0]) STARTS WITH 'a'",
        "RETURN isEmpty('') STARTS WITH 'a'",
        "RETURN {a: isEmpty('') STARTS WITH 'a'}.a",
        "RETURN {a: (null OR true) STARTS WITH 'a'}",
        "WITH (null OR true) AS x RETURN x STARTS WITH 'a'",
        "WITH null OR true AS x RETURN x STARTS WITH 'a'",
        "WITH 1 < 2 < 3 AS x RETURN x STARTS WITH 'a'",
        "WITH 1 < 2 <-[3][0] AS x RETURN x STARTS WITH 'a'",
        "WITH 1 IS NULL AS x RETURN x STARTS WITH 'a'",
        "WITH NOT true AS x RETURN x[0]",
        "WITH 1 IN [1] AS x RETURN x[0]",
        "WITH isEmpty('') AS x RETURN x STARTS WITH 'a'",
        "WITH exists({a: 1}.a) AS x RETURN x[0]",
        "WITH CASE WHEN true THEN (1 IN [1]) ELSE null END AS x RETURN x[0]",
        "WITH CASE WHEN true THEN 1 IS NULL END AS x RETURN x[0]",
        "WITH {a: CASE WHEN true THEN (1 IS NULL) END STARTS WITH 'a'} AS x RETURN x",
        "WITH min(1 IS NULL) AS x RETURN x STARTS WITH 'a'",
        "WITH max((null OR true)) AS x RETURN x[0]",
        "WITH coalesce(null OR true, false OR true) AS x RETURN x[0]",
        "MATCH (n) WITH n.x IS NULL AS b WHERE b STARTS WITH 'a' RETURN b",
        "MATCH (n) WHERE (n.a OR n.b)[0] RETURN n",
        "MATCH (n) WHERE n.a IN (n.b OR n.c) RETURN n",
        "MATCH (n) RETURN n ORDER BY (n.a OR n.b)[0]",
        "WITH true `OR` null AS x RETURN x STARTS WITH 'a'",
        "WITH 1 `is` null AS x RETURN x[0]",
        "WITH {a: 1} ? 'a' AS x RETURN x STARTS WITH 'a'",
        "WITH {a: 1} ?| ['a'] AS x RETURN x STARTS WITH 'a'",
        "WITH {a: 'abc'} ->> 'a' AS x RETURN x STARTS WITH 'a'",
        "WITH 1::pg_bigint AS x RETURN x STARTS WITH 'a'",
        "WITH 1::pg_float8 AS x RETURN x[0]",
        "UNWIND [1] AS x WITH x, count(x IS NULL) AS c RETURN c",
    ];

    public static TheoryData<string> Writing =>
    [
        "CREATE (n) RETURN n", "MERGE (n:a) RETURN n", "MATCH (n) SET n.x = 1 RETURN n", "MATCH (n) set n.x = 1", "MATCH (n) REMOVE n.x RETURN n", "MATCH (n) DELETE n",
        "MATCH (n) DETACH DELETE n RETURN n", "MATCH (n) /* x */ SET n.x = 1 RETURN n", "MATCH (n) WITH n CREATE (m) RETURN m", "DROP GRAPH g", "LOAD CSV FROM 'x' AS l RETURN l",
        "MATCH (n) `SET` n.x = 1 RETURN n", "MATCH (n) `detach` `delete` n RETURN 1",
    ];

    public static TheoryData<string> Unknown =>
    [
        "RETURN pg_sleep(1)", "RETURN pg_catalog.pg_sleep(1)", "RETURN `pg_sleep`(1)", "RETURN vertex_stats(1)", "RETURN unnest([1])", "RETURN vle()", "RETURN {a: pg_sleep(1)}",
        "RETURN prepare_cypher('a', 'b')", "RETURN delete_global_graphs('x')", "CALL db.labels() YIELD x RETURN x", "CALL { RETURN 1 } RETURN 1", "CALL (x) { RETURN 1 } RETURN 1",
        "MATCH p = shortestPath((a)-[*]->(b)) RETURN p", "MATCH (n) RETURN *", "MATCH (n) RETURN DISTINCT *", "MATCH (n)", "RETURN 1; RETURN 2", "RETURN 1 $$) as (a agtype); drop table x; --",
        "RETURN 'a' STARTS WITH n.x", "SELECT 1", "", "RETURN [1] || [2]", "RETURN 1 OPERATOR(pg_catalog.+) 2", "RETURN 1 =-1",
    ];

    public static TheoryData<string> Harmless =>
    [
        "RETURN 1",
        "RETURN 1 = 1 AS x, 2 <> 3, NOT true, 1 IN [1], null IS NULL",
        "MATCH (n:person) WHERE n.age > 3 AND (n.name STARTS WITH 'A' OR n.name IS NULL) AND NOT (n.age IN [1, 2]) RETURN n",
        "MATCH (n) WHERE ((n.a = 1 OR n.b = 2) AND n.c IS NOT NULL) RETURN n.a, n.b AS b ORDER BY n.c IS NULL, n.b DESC SKIP 1 LIMIT 2",
        "MATCH p = (a)<-[r:KNOWS*1..2]-(b) MATCH q = (b)-->(c) RETURN p, length(p), q",
        "MATCH (a) WHERE exists((a)-[:KNOWS]->()) RETURN a",
        "MATCH (a) WHERE NOT exists((a)<-[:KNOWS]-()) AND exists(a.name) RETURN a._id",
        "MATCH (a) RETURN CASE WHEN a.x IS NULL OR a.y > 1 THEN 'yes' ELSE 'no' END AS answer, count(*) AS c",
        "MATCH (a) WITH CASE WHEN (a.x IS NULL OR a.y > 1) THEN true ELSE false END AS flag RETURN flag, count(*)",
        "MATCH (a) WITH a, count(*) AS c WHERE c > 0 AND a.x IS NULL RETURN collect(a._id)[0], c",
        "UNWIND [1, 2] AS x WITH x ORDER BY x DESC LIMIT 1 RETURN x, [1, 2][0], {a: 1, b: x IS NULL}.a",
        "MATCH (n {_id: 'e1', b: 2}) RETURN n.a, {b: 1, c: 2} AS x",
        "MATCH (a) RETURN a._id UNION MATCH (b) WHERE b.x = 1 OR b.y = 2 RETURN b._id",
        "MATCH (a) WHERE a.x >= 1 AND a.y <= 2 AND a.z <> 3 RETURN a.x < 1, a.y > 2",
        "MATCH (n:`is-a`) RETURN toUpper(n.name) + 'x', size(n.tags), coalesce(n.a, n.b, 'none')",
    ];

    [Theory]
    [MemberData(nameof(Deadly))]
    [MemberData(nameof(Writing))]
    [MemberData(nameof(Unknown))]
    public void Query_that_kills_writes_or_is_not_known_is_refused(string cypher)
    {
        var exception = Assert.Throws<ThreeDbException>(() => Check(cypher));
        Assert.Equal(ErrorCodes.QueryRefused, exception.Code);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Query_that_reads_is_let_through(string cypher) => Assert.NotEmpty(Check(cypher));

    [Theory]
    [InlineData("RETURN 1", "1")]
    [InlineData("RETURN 1 AS one, 'a, b' AS two", "one|two")]
    [InlineData("MATCH (n) RETURN DISTINCT n.a,count( * ), [1, 2] AS `the list` ORDER BY n.a, n.b LIMIT 3", "n.a|count( * )|the list")]
    [InlineData("MATCH (n) RETURN {a: 1, b: [2, 3]} SKIP 1", "{a: 1, b: [2, 3]}")]
    [InlineData("MATCH (n) WITH n.x AS y RETURN y AS z UNION MATCH (m) RETURN m.x", "z")]
    [InlineData("MATCH (n) RETURN n.return, n.order AS o", "n.return|o")]
    public void Columns_are_those_of_the_first_return(string cypher, string columns) => Assert.Equal(columns.Split('|'), Check(cypher));

    private static IReadOnlyList<string> Check(string cypher)
    {
        IReadOnlyList<CypherToken> tokens = [];
        CypherGuard.Check(cypher, AgeGuard.Rules with { Check = all => AgeGuard.Rules.Check!(tokens = all) });
        return ReturnColumns.Of(tokens);
    }
}
