using System.Net;
using System.Net.Sockets;

namespace ThreeDb.Cli.Tests.Hosting;

/// <summary>The engines of the demo, which <c>3db up</c> starts again.</summary>
public sealed class UpEnginesTests
{
    [Fact]
    public async Task Server_that_cannot_be_started_starts_no_engine()
    {
        await using var local = new LocalFolder();
        var engine = Path.Combine(local.Root, "engines", "valkey");
        Directory.CreateDirectory(engine);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal("TDB5001", (await local.RunAsync("up", "--port", port, "--json")).Failure.GetProperty("code").GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(engine));
        var variables = new Dictionary<string, string> { ["THREEDB_MEMORY"] = "much" };
        Assert.Contains("THREEDB_MEMORY is 'much'", (await local.RunAsync(variables, "up", "--port", "0", "--json")).Failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(engine));
    }
}
