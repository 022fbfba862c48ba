using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

public sealed class SettingsTests
{
    private static readonly Neo4jProjectionFactory Factory = new();

    [Theory]
    [InlineData("""{"url":"http://127.0.0.1:7474"}""")]
    [InlineData("""{"url":"https://graph.example.org/neo4j/","database":"shop.v2","user":"reader","passwordFile":"/run/secrets/neo4j"}""")]
    [InlineData("""{"url":"http://127.0.0.1:7474","passwordVariable":"NEO4J_PASSWORD"}""")]
    public void Settings_that_work_have_no_fault(string settings) => Assert.Empty(Factory.Check(Json.Of(settings)));

    [Theory]
    [InlineData("""[]""", "", "an object")]
    [InlineData("""{}""", "/url", "http://127.0.0.1:7474")]
    [InlineData("""{"url":7474}""", "/url", "a text")]
    [InlineData("""{"url":"localhost"}""", "/url", "not an address")]
    [InlineData("""{"url":"bolt://127.0.0.1:7687"}""", "/url", "speaks HTTP, not bolt")]
    [InlineData("""{"url":"ftp://127.0.0.1"}""", "/url", "http://")]
    [InlineData("""{"url":"http://neo4j:secret@127.0.0.1:7474"}""", "/url", "Leave the user")]
    [InlineData("""{"url":"http://127.0.0.1:7474/?a=1"}""", "/url", "no query")]
    [InlineData("""{"url":"http://127.0.0.1:7474","database":"../x"}""", "/database", "3 to 63")]
    [InlineData("""{"url":"http://127.0.0.1:7474","databse":"neo4j"}""", "/databse", "did you mean 'database'?")]
    [InlineData("""{"url":"http://127.0.0.1:7474","password":"secret"}""", "/password", "passwordFile")]
    [InlineData("""{"url":"http://127.0.0.1:7474","user":"neo4j"}""", "/user", "needs a password")]
    [InlineData("""{"url":"http://127.0.0.1:7474","user":"a:b","passwordVariable":"X"}""", "/user", "no ':'")]
    [InlineData("""{"url":"http://127.0.0.1:7474","passwordFile":""}""", "/passwordFile", "not empty")]
    [InlineData("""{"url":"http://127.0.0.1:7474","passwordFile":"/x","passwordVariable":"X"}""", "/passwordVariable", "from a file already")]
    public void Fault_is_named_by_its_place(string settings, string pointer, string detail)
    {
        var fault = Assert.Single(Factory.Check(Json.Of(settings)));
        Assert.Equal(pointer, fault.Pointer);
        Assert.Contains(detail, fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_named_at_once() =>
        Assert.Equal(["/database", "/usr", "/url"], Factory.Check(Json.Of("""{"database":7,"usr":"x"}""")).Select(fault => fault.Pointer));

    [Fact]
    public void Place_says_how_to_drop_the_copy_and_not_who_signs_in()
    {
        var place = Factory.PlaceOf(new ProjectionContext("default", "shop", TimeProvider.System), Json.Of("""{"url":"http://h:7474","user":"bob","passwordFile":"/none"}"""));
        Assert.Equal("the nodes with _projection 'default/shop' in the database 'neo4j' at http://h:7474/", place.Where);
        Assert.Equal("MATCH (n:Entity {_projection: 'default/shop'}) DETACH DELETE n; MATCH (f:`3db projection` {projection: 'default/shop'}) DELETE f;", place.Drop);
    }
}
