namespace ThreeDb.Server.Tests;

/// <summary>Where a server runs is its data folder, in which PostgreSQL writes without pause.</summary>
public sealed class ServerFolderTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Server_neither_reads_nor_watches_the_folder_that_it_runs_in()
    {
        var folder = Directory.CreateTempSubdirectory("3db-test-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "appsettings.json"), """{ "Kestrel": { "Endpoints": { "Http": { "Url": "http://127.0.0.2:0" } } } }""", TestContext.Current.CancellationToken);
            await using var server = await ServerProcess.StartAsync(fixture.Database.ConnectionString, folder.FullName);
            Assert.Equal("127.0.0.1", server.Url.Host);
            Assert.DoesNotContain(Directory.GetFiles($"/proc/{server.Id}/fdinfo"), file => File.ReadAllText(file).Contains("inotify", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
