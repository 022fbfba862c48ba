using System.Text.Json;

namespace ThreeDb.Connectors.Resp.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("redis://h", "h:6379", null, null, 0, false)]
    [InlineData("valkey://h:7000/2", "h:7000", null, null, 2, false)]
    [InlineData("rediss://u:p%3A%2F@h:1", "h:1", "u", "p:/", 0, true)]
    [InlineData("redis://:p@[::1]:5", "[::1]:5", null, "p", 0, false)]
    public void Address_is_read(string text, string shown, string? user, string? password, int database, bool tls)
    {
        var endpoint = RespEndpoint.Parse(text);
        Assert.Equal((shown, user, password, database, tls), (endpoint.ToString(), endpoint.User, endpoint.Password, endpoint.Database, endpoint.Tls));
    }

    [Theory]
    [InlineData("h:6379")]
    [InlineData("http://h")]
    [InlineData("redis://")]
    [InlineData("redis://h/x")]
    [InlineData("redis://h/1?timeout=5")]
    public void Address_that_cannot_be_right_is_refused(string text) => Assert.Throws<ArgumentException>(() => RespEndpoint.Parse(text));

    [Theory]
    [InlineData("""{"url": "redis://h"}""", "")]
    [InlineData("""{"url": "redis://h", "graph": "g", "user": "u", "passwordFile": "f", "connectTimeout": 0.5}""", "")]
    [InlineData("""[]""", "")]
    [InlineData("""{}""", "/url")]
    [InlineData("""{"url": 7}""", "/url")]
    [InlineData("""{"url": "http://h"}""", "/url")]
    [InlineData("""{"url": "redis://h", "usr": "u", "connectTimeout": "5", "commandTimeout": 0}""", "/usr,/connectTimeout,/commandTimeout")]
    [InlineData("""{"url": "redis://u:p@h", "user": "v", "passwordVariable": "V"}""", "/user,/url")]
    [InlineData("""{"url": "redis://bob:hunter2@h"}""", "/url")]
    [InlineData("""{"url": "rediss://:p@h:1/2"}""", "/url")]
    [InlineData("""{"url": "redis://bob@h", "passwordFile": "f"}""", "")]
    [InlineData("""{"url": "redis://h", "passwordFile": "f", "passwordVariable": "V"}""", "/passwordVariable")]
    public void Every_fault_of_settings_is_named(string settings, string pointers)
    {
        var faults = RespSettings.Check(Parse(settings), "graph");
        Assert.Equal(pointers, string.Join(',', faults.Select(fault => fault.Pointer)));
        Assert.Equal(settings == "[]", faults.Any(fault => fault.Pointer.Length == 0));
    }

    [Fact]
    public void Password_in_the_address_is_refused_with_the_remedy_and_not_repeated()
    {
        var fault = Assert.Single(RespSettings.Check(Parse("""{"url": "redis://bob:hunter2@h"}""")));
        Assert.Contains("'passwordFile'", fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Misspelt_setting_is_told_the_nearest() =>
        Assert.Contains("'url'", RespSettings.Check(Parse("""{"url": "redis://h", "urll": ""}"""))[0].Detail, StringComparison.Ordinal);

    [Fact]
    public void Password_comes_from_its_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "s3cret\n");
        try
        {
            var options = RespSettings.Read(Parse(JsonSerializer.Serialize(new { url = "redis://h", user = "me", passwordFile = file, commandTimeout = 1.5 })));
            Assert.Equal(("me", "s3cret", 1.5, 5), (options.Endpoint.User, options.Endpoint.Password, options.CommandTimeout.TotalSeconds, options.ConnectTimeout.TotalSeconds));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("""{"url": "redis://h", "passwordFile": "/no/such/file"}""")]
    [InlineData("""{"url": "redis://h", "passwordVariable": "THREEDB_NO_SUCH_VARIABLE"}""")]
    public void Password_that_is_not_there_is_said(string settings) =>
        Assert.Equal(ErrorCodes.EngineRefusesCredentials, Assert.Throws<ThreeDbException>(() => RespSettings.Read(Parse(settings))).Code);

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
