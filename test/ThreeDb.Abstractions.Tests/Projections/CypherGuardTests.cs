using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Tests;

public sealed class CypherGuardTests
{
    private static readonly CypherRules Rules = new()
    {
        Procedures = ["db.labels", "algo.*", "gds.*.stream"],
        Functions = ["gds.util.*"],
        MaxListNesting = 4,
        TextBehindTextOperators = true,
    };

    // Pieces of which hostile and harmless queries are made.
    private static readonly Gen<string> Piece = Gen.Elements(
        "MATCH", "(n)", "RETURN", "n", ".", "set", "SET", "create", "`", "'", "\"", "\\", "\\'", "/*", "*/", "//", "\n", " ", ";", "$p", "$", "1", "1.", "..", "[", "]", "{", "}",
        "(", ")", "CALL", "db.labels", "()", "CASE", "END", "NOT", "-", "ſet", "\u00a0", "\\u0053ET", "n.x", "=", "DELETE", "x", ":", "|", "0x", "e", "e-");

    [Theory]
    [InlineData("MATCH (n) RETURN n")]
    [InlineData("MATCH (n:Entity {_id: $id})-[:KNOWS*1..3]->(m) WHERE m.age >= 1.5e-3 AND NOT m.name STARTS WITH 'A' RETURN m.name, count(*) ORDER BY m.name LIMIT 10;")]
    [InlineData("MATCH (n) WHERE n.set = 1 RETURN n.delete")]
    [InlineData("MATCH (n:`SET`) RETURN n.`create`")]
    [InlineData("RETURN 'CREATE (n)', \"it's; DELETE\"")]
    [InlineData("RETURN 'a\\'CREATE' AS x")]
    [InlineData("CALL algo.pageRank('Entity', 'KNOWS') YIELD node, score RETURN node._id, score")]
    [InlineData("CALL gds.pageRank.stream('g') YIELD nodeId RETURN gds.util.asNode(nodeId)._id")]
    [InlineData("CALL db.labels")]
    [InlineData("MATCH (n) CALL { WITH n MATCH (n)-->(m) RETURN count(m) AS c } RETURN c")]
    [InlineData("UNWIND [1, 2, 3] AS x RETURN CASE WHEN x > 1 THEN [x, [0x1F]] ELSE {a: -x} END")]
    [InlineData("MATCH (n) WHERE n.text CONTAINS $text RETURN n.end")]
    [InlineData("RETURN 'Größe 😀' AS `größe`")]
    public void A_query_that_reads_passes(string cypher) =>
        Assert.Equal(cypher.TrimEnd(';'), CypherGuard.Check(cypher, Rules).Text);

    [Theory]
    [InlineData("")]
    [InlineData("   // nothing")]
    [InlineData("CREATE (n)")]
    [InlineData("MATCH (n) SET n.x = 1")]
    [InlineData("MATCH (n) sEt n.x = 1")]
    [InlineData("MATCH (n) SET\tn.x = 1")]
    [InlineData("MATCH (n) WITH n, 1.SET n.x = 1")]
    [InlineData("MATCH (n) WITH n, 1 AS x SET n.x = 1")]
    [InlineData("MATCH (n) WITH n, 0xSET n.x = 1 RETURN n")]
    [InlineData("MATCH (n)/**/SET/**/n.x = 1")]
    [InlineData("MATCH (n) // RETURN n\nSET n.x = 1")]
    [InlineData("MATCH (n) // RETURN n\rSET n.x = 1")]
    [InlineData("MATCH (n) /* /* */ SET n.x = 1 /* */ */")]
    [InlineData("MATCH (n) RETURN n /* never ends")]
    [InlineData("MATCH (n) MERGE (m) RETURN n")]
    [InlineData("MATCH (n) DETACH DELETE n")]
    [InlineData("MATCH (n) NODETACH DELETE n")]
    [InlineData("MATCH (n) REMOVE n.x")]
    [InlineData("MATCH (n) INSERT (m)")]
    [InlineData("DROP INDEX x")]
    [InlineData("MATCH (n) FOREACH (x IN [1] | SET n.x = x)")]
    [InlineData("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line")]
    [InlineData("MATCH (n) LOAD CSV FROM 'x' AS line RETURN line")]
    [InlineData("MATCH (n) CALL { WITH n SET n.x = 1 } RETURN n")]
    [InlineData("MATCH (n) CALL (n) { CREATE (m) RETURN m } RETURN n")]
    [InlineData("CALL { MATCH (n) RETURN n } IN TRANSACTIONS RETURN 1")]
    [InlineData("CALL dbms.killQuery('1')")]
    [InlineData("CALL `db`.`labels`()")]
    [InlineData("CALL db.`labels`()")]
    [InlineData("CALL db . killAll()")]
    [InlineData("CALL gds.stream('g')")]
    [InlineData("CALL gds.pageRank.write('g')")]
    [InlineData("CALL algo()")]
    [InlineData("CALL $p()")]
    [InlineData("CALL")]
    [InlineData("RETURN apoc.load.json('x')")]
    [InlineData("RETURN apoc . load . json ('x')")]
    [InlineData("RETURN `apoc`.`load`.`json`('x')")]
    [InlineData("RETURN `apoc.load.json`('x')")]
    [InlineData("USE system MATCH (n) RETURN n")]
    [InlineData("MATCH (n) RETURN n; MATCH (n) RETURN n")]
    [InlineData(";")]
    [InlineData("CYPHER x=1 MATCH (n) RETURN n")]
    [InlineData("PROFILE MATCH (n) RETURN n")]
    [InlineData("SHOW USERS")]
    [InlineData("ALTER USER neo4j SET PASSWORD 'x'")]
    [InlineData("MATCH (n) \\u0053ET n.x = 1")]
    [InlineData("RETURN '\\u0027 SET n.x = 1 //'")]
    [InlineData("RETURN `\\u0060 SET n.x = 1`")]
    [InlineData("MATCH (n) ſET n.x = 1")]
    [InlineData("MATCH (n)\u00a0RETURN n")]
    [InlineData("MATCH (n)\u2028RETURN n")]
    [InlineData("MATCH (n)\0RETURN n")]
    [InlineData("MATCH (n)\u000bRETURN n")]
    [InlineData("RETURN 'never ends")]
    [InlineData("RETURN 'ends in \\'")]
    [InlineData("RETURN \"never ends")]
    [InlineData("RETURN `never ends")]
    [InlineData("RETURN 'a''b'")]
    [InlineData("RETURN `a``b`")]
    [InlineData("RETURN `a\\`")]
    [InlineData("RETURN (1")]
    [InlineData("RETURN 1)")]
    [InlineData("RETURN [1)")]
    [InlineData("RETURN CASE WHEN true THEN 1")]
    [InlineData("RETURN [[[[[1]]]]]")]
    [InlineData("RETURN ((((((((((((((((((1))))))))))))))))))")]
    [InlineData("RETURN NOT NOT NOT NOT NOT NOT NOT NOT NOT true")]
    [InlineData("RETURN - - - - - - - - - 1")]
    [InlineData("RETURN 1 @ 2")]
    [InlineData("RETURN $")]
    [InlineData("RETURN $`p`")]
    [InlineData("RETURN {set: 1}")]
    [InlineData("MATCH (n:SET) RETURN n")]
    [InlineData("RETURN 'abc' STARTS WITH (null OR true)")]
    [InlineData("RETURN 'abc' STARTS /* */ WITH n.x")]
    [InlineData("RETURN 'abc' ENDS WITH 'a' + true")]
    [InlineData("RETURN 'abc' CONTAINS")]
    [InlineData("RETURN 'abc' CONTAINS 1")]
    public void Everything_else_is_refused(string cypher)
    {
        var refused = Assert.Throws<ThreeDbException>(() => CypherGuard.Check(cypher, Rules));
        Assert.Equal(ErrorCodes.QueryRefused, refused.Code);
        Assert.Matches("^[A-Z'].*\\.$", refused.Message.TrimEnd('`'));
    }

    [Theory]
    [InlineData("RETURN 'never ends", false)]
    [InlineData("RETURN (1", false)]
    [InlineData("RETURN 1 @ 2", false)]
    [InlineData("FOO", false)]
    [InlineData("CREATE (n)", true)]
    [InlineData("MATCH (n) DELETE n", true)]
    [InlineData("RETURN [[[[[1]]]]]", true)]
    public void Hint_speaks_of_reading_only_where_that_is_the_reason(string cypher, bool speaks) =>
        Assert.Equal(speaks, Assert.Throws<ThreeDbException>(() => CypherGuard.Check(cypher, Rules)).Hint?.Contains("Only reading", StringComparison.Ordinal));

    [Fact]
    public void A_query_may_have_16_kilobytes()
    {
        var longest = "RETURN '" + new string('x', CypherGuard.MaxBytes - 9) + "'";
        Assert.Equal(longest, CypherGuard.Check(longest, Rules).Text);
        Assert.Throws<ThreeDbException>(() => CypherGuard.Check("RETURN '" + new string('x', CypherGuard.MaxBytes - 8) + "'", Rules));
        Assert.Throws<ThreeDbException>(() => CypherGuard.Check("RETURN '" + new string('ä', CypherGuard.MaxBytes / 2) + "'", Rules));
    }

    [Fact]
    public void Comments_do_not_reach_the_engine() =>
        Assert.Equal("MATCH (n) RETURN n", CypherGuard.Check("/* ' */MATCH(n)// \"\n  RETURN/**/n // end".Replace("(n)", " (n)", StringComparison.Ordinal), Rules).Text);

    [Fact]
    public void Parameters_are_named_once() =>
        Assert.Equal(["a", "b_1"], CypherGuard.Check("RETURN $a, $b_1, $a, '$c', `$d`", Rules).Parameters);

    [Theory]
    [InlineData("MATCH (n) RETURN n.limit ORDER BY n.x", true)]
    [InlineData("MATCH (n) RETURN n SKIP 1", true)]
    [InlineData("MATCH (n) WITH n LIMIT 3 RETURN n", true)]
    [InlineData("MATCH (n) CALL { WITH n RETURN 1 AS x LIMIT 1 } RETURN x", true)]
    [InlineData("MATCH (n) RETURN n LIMIT 3", false)]
    [InlineData("RETURN 1 AS x UNION RETURN 2 AS x", false)]
    [InlineData("CALL db.labels", false)]
    public void A_limit_goes_behind_a_return_without_one(string cypher, bool takes) =>
        Assert.Equal(takes, CypherGuard.Check(cypher, Rules).TakesLimit);

    [Fact]
    public void An_engine_adds_checks_of_its_own()
    {
        var rules = new CypherRules { Check = tokens => tokens.Any(token => token.IsWord("shortestPath")) ? "It has no shortestPath." : null };
        Assert.Equal("It has no shortestPath.", Assert.Throws<ThreeDbException>(() => CypherGuard.Check("RETURN shortestPath", rules)).Message);
        Assert.Equal("RETURN 'shortestPath'", CypherGuard.Check("RETURN 'shortestPath'", rules).Text);
    }

    [Fact]
    public void What_passes_passes_again_and_holds_no_write() => Properties.Hold(
        Gen.ListOf(Piece).Select(pieces => "RETURN " + string.Concat(pieces)),
        cypher =>
        {
            if (Passed(cypher) is { } text)
            {
                Assert.Equal(text, CypherGuard.Check(text, Rules).Text);
                Assert.DoesNotMatch(@"(?i)(^|[^.$\w])(set|create|delete)\b", WithoutQuotes(text));
            }
        },
        20_000);

    [Fact]
    public void Any_text_passes_or_is_refused() => Properties.Hold(
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).Select(text => "RETURN " + text), text => Passed(text), 5_000);

    private static string? Passed(string cypher)
    {
        try
        {
            return CypherGuard.Check(cypher, Rules).Text;
        }
        catch (ThreeDbException refused) when (refused.Code == ErrorCodes.QueryRefused)
        {
            return null;
        }
    }

    /// <summary>The oracle: what is left of a query when quotes are taken away, read another way than the guard reads.</summary>
    private static string WithoutQuotes(string text)
    {
        var rest = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            if (quote == '\0')
            {
                quote = text[i] is '\'' or '"' or '`' ? text[i] : '\0';
                rest.Append(quote == '\0' ? text[i] : '"');
            }
            else if (text[i] == '\\' && quote != '`')
            {
                i++;
            }
            else if (text[i] == quote)
            {
                quote = '\0';
            }
        }

        return rest.Replace(". ", ".").ToString();
    }
}
