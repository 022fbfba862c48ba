namespace ThreeDb.Cli.Tests.Commands;

/// <summary>A file that <c>--out</c> reaches by a symbolic link.</summary>
public sealed class GraphFileLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("3db-link-test-").FullName;

    [Fact]
    public async Task Failure_removes_the_part_and_leaves_the_link()
    {
        var (link, target) = Linked();
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(new GraphFileContent(Cut())));
        Assert.False(File.Exists(target));
        Assert.Equal(target, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task Success_fills_the_file_that_the_link_leads_to()
    {
        var (link, target) = Linked();
        await WriteAsync(new GraphFileContent([new GraphNode("a", "part", null, 0, 0)], []));
        Assert.StartsWith("digraph", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (string Link, string Target) Linked()
    {
        var (link, target) = (Path.Combine(_folder, "link.dot"), Path.Combine(_folder, "there.dot"));
        File.WriteAllText(target, "mine");
        File.CreateSymbolicLink(link, target);
        return (link, target);
    }

    private async Task WriteAsync(GraphFileContent content)
    {
        var shell = new Shell { Output = Stream.Null, Error = TextWriter.Null, Input = Stream.Null, Folder = _folder, Variable = _ => null };
        using var call = new Call(Verbs.Root().Parse(["graph", "network", "a", "--out", "link.dot"]), shell, new Screen(shell, isJson: false, withColour: false), TestContext.Current.CancellationToken);
        await GraphFileOutput.Of(call)!.WriteAsync(call, content);
    }

    private static async IAsyncEnumerable<GraphPiece> Cut()
    {
        yield return new GraphPiece(new GraphNode("a", "part", null, 0, 0));
        await Task.Yield();
        throw new InvalidOperationException("The rest did not come.");
    }
}
