namespace ThreeDb.Architecture;

public sealed class LinkTests
{
    private static readonly string[] Files = ["README.md", "docs/guide/query.md", "src/A/A.cs"];

    [Fact]
    public void Links_lead_somewhere() => Expect.None(LinkRules.Faults(MarkdownFile.All, [.. Repository.Files]));

    [Theory]
    [InlineData("[a](docs/guide/query.md)")]
    [InlineData("[a](./docs/guide/query.md#the-filter-grammar)")]
    [InlineData("[a](docs/guide)")]
    [InlineData("[a](src/A/A.cs) and [b](https://example.org/nothing)")]
    [InlineData("`[a](nothing.md)`")]
    [InlineData("```text\n[a](nothing.md)\n```")]
    public void A_link_that_leads_somewhere_passes(string text) => Assert.Equal([], Faults(text));

    [Theory]
    [InlineData("see [a](docs/nothing.md)", "README.md:1 links to docs/nothing.md, which is not there.")]
    [InlineData("\n[a](docs/guide/query.md#gone)", "README.md:2 links to docs/guide/query.md#gone, which is not there.")]
    [InlineData("[a](#gone)", "README.md:1 links to #gone, which is not there.")]
    [InlineData("[a](query.md)", "README.md:1 links to query.md, which is not there.")]
    public void A_link_that_leads_nowhere_is_a_fault(string text, string fault) => Assert.Equal([fault], Faults(text));

    private static IReadOnlyList<string> Faults(string text) =>
        LinkRules.Faults([new MarkdownFile("README.md", text), new MarkdownFile("docs/guide/query.md", "## The filter grammar\n[up](../../README.md)")], Files);
}
