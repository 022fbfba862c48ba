using ThreeDb.Testing;

namespace ThreeDb.Folders.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("""{"path": "/srv/site"}""", "")]
    [InlineData("{}", "/path")]
    [InlineData("""{"path": 7}""", "/path")]
    [InlineData("""{"path": "site/data"}""", "/path")]
    [InlineData("""{"pth": "/srv", "a/b": 1}""", "/pth /a~1b /path")]
    public void Settings_are_checked_with_every_fault(string settings, string pointers) =>
        Assert.Equal(pointers, string.Join(' ', new FolderProjectionFactory().Check(Json.Of(settings)).Select(fault => fault.Pointer)));

    [Fact]
    public void Settings_that_are_no_object_are_refused() => Assert.Equal("", Assert.Single(new FolderProjectionFactory().Check(Json.Of("[]"))).Pointer);
}
