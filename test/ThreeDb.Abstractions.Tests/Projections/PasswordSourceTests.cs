using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Tests;

public sealed class PasswordSourceTests
{
    [Fact]
    public void Password_in_a_file_is_read_anew_each_time_without_the_end_of_its_line()
    {
        var file = Path.GetTempFileName();
        try
        {
            var source = PasswordSource.Of(JsonSerializer.SerializeToElement(new { passwordFile = file }))!;
            File.WriteAllText(file, " first \r\n");
            Assert.Equal(" first ", source.Read());
            File.WriteAllText(file, "second");
            Assert.Equal("second", source.Read());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("""{"passwordFile": "/nowhere/at/all"}""")]
    [InlineData("""{"passwordFile": "\u0000"}""")]
    [InlineData("""{"passwordVariable": "THREEDB_TEST_NOT_SET"}""")]
    public void Place_without_a_password_is_named_as_a_fault_of_the_credentials(string settings)
    {
        var e = Assert.Throws<ThreeDbException>(() => PasswordSource.Of(JsonElement.Parse(settings))!.Read());
        Assert.Equal(ErrorCodes.EngineRefusesCredentials, e.Code);
    }

    [Fact]
    public void Two_places_are_a_fault_and_none_is_none()
    {
        Assert.Equal("/passwordVariable", Assert.Single(PasswordSource.Faults(JsonElement.Parse("""{"passwordFile": "a", "passwordVariable": "B"}"""))).Pointer);
        Assert.Empty(PasswordSource.Faults(JsonElement.Parse("""{"passwordVariable": "B"}""")));
        Assert.Null(PasswordSource.Of(JsonElement.Parse("{}")));
    }
}
