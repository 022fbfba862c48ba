using ThreeDb.Testing;

namespace ThreeDb.Server.Tests;

public sealed class SecretRulesTests
{
    [Theory]
    [InlineData("""{"url": "redis://h"}""", "")]
    [InlineData("""{"passwordVariable": "THREEDB_SECRET_GRAPH"}""", "")]
    [InlineData("""{"passwordVariable": "THREEDB_POSTGRES"}""", "/settings/passwordVariable")]
    [InlineData("""{"passwordVariable": "threedb_secret_graph"}""", "/settings/passwordVariable")]
    [InlineData("""{"passwordFile": "/srv/secrets/graph"}""", "")]
    [InlineData("""{"passwordFile": "/srv/secrets/a/../graph"}""", "")]
    [InlineData("""{"passwordFile": "/srv/secrets/../postgres"}""", "/settings/passwordFile")]
    [InlineData("""{"passwordFile": "/srv/secretsx/graph"}""", "/settings/passwordFile")]
    [InlineData("""{"passwordFile": "/srv/secrets"}""", "/settings/passwordFile")]
    [InlineData("""{"passwordFile": "graph"}""", "/settings/passwordFile")]
    public void Key_can_name_only_what_was_put_there_for_projections(string settings, string fault) =>
        Assert.Equal(fault, string.Join(',', SecretRules.Faults(Json.Of(settings), "/srv/secrets").Select(error => error.Pointer)));

    [Fact]
    public void Without_a_folder_no_file_can_be_named() => Assert.Single(SecretRules.Faults(Json.Of("""{"passwordFile": "/srv/secrets/graph"}"""), null));
}
