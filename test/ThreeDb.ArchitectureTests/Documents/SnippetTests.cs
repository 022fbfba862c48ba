using System.Text.Json;

namespace ThreeDb.Architecture;

public sealed class SnippetTests
{
    private const int MaxReadmeLines = 20;

    private static IEnumerable<CodeBlock> Blocks(string language) => MarkdownFile.All.SelectMany(document => document.Blocks).Where(block => block.Language == language);

    [Fact]
    public void Csharp_in_documents_compiles()
    {
        Assert.NotEmpty(Blocks("csharp"));
        Expect.None(Blocks("csharp").SelectMany(SnippetCompiler.Faults));
    }

    [Fact]
    public void Json_in_documents_is_json() => Expect.None(Blocks("json").SelectMany(JsonFaults));

    [Fact]
    public void The_readme_shows_the_library_in_a_few_lines() =>
        Assert.InRange(Blocks("csharp").Single(block => block.Path == "README.md").Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 5, MaxReadmeLines);

    [Theory]
    [InlineData("db.Entities.NoSuchThing();", "CS1061")]
    [InlineData("using ThreeDb;\n\nvar x = await db.Entities.GetAsync(7);", "CS1503")]
    [InlineData("var x = ;", "CS1525")]
    public void A_snippet_that_does_not_compile_is_a_fault(string code, string error)
    {
        var line = 10 + code.Count(c => c == '\n');
        Assert.StartsWith($"docs/a.md:{line} {error}: ", Assert.Single(SnippetCompiler.Faults(new CodeBlock("docs/a.md", 10, "csharp", code))), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_that_is_none_is_a_fault() => Assert.StartsWith("docs/a.md:10 ", Assert.Single(JsonFaults(new CodeBlock("docs/a.md", 10, "json", "{\"a\": …}"))), StringComparison.Ordinal);

    private static IEnumerable<string> JsonFaults(CodeBlock block)
    {
        try
        {
            JsonDocument.Parse(block.Text).Dispose();
            return [];
        }
        catch (JsonException e)
        {
            return [$"{block.Path}:{block.Line} {e.Message}"];
        }
    }
}
