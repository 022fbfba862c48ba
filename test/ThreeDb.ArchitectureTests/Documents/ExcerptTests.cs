namespace ThreeDb.Architecture;

public sealed class ExcerptTests
{
    private const string Source = "class A\n{\n    void B()\n    {\n\n        C();\n    }\n}\n";

    [Fact]
    public void Excerpts_in_documents_stand_in_their_files()
    {
        var blocks = MarkdownFile.All.SelectMany(document => document.Blocks).Where(ExcerptRules.IsExcerpt).ToList();
        Assert.NotEmpty(blocks);
        Expect.None(ExcerptRules.Faults(blocks, path => File.Exists(Repository.Full(path)) ? Repository.Read(path) : null));
    }

    [Theory]
    [InlineData("void B()\n{\n    C();\n}", 0)]
    [InlineData("class A\n{\n    void B()", 0)]
    [InlineData("C();\n{", 1)]
    [InlineData("C()", 1)]
    [InlineData("D();", 1)]
    public void An_excerpt_that_is_not_in_its_file_is_a_fault(string code, int faults) =>
        Assert.Equal(faults, ExcerptRules.Faults([new CodeBlock("docs/a.md", 10, "csharp src/A.cs", code)], path => path == "src/A.cs" ? Source : null).Count);

    [Fact]
    public void An_excerpt_of_a_file_that_is_not_there_is_a_fault() =>
        Assert.Equal(["docs/a.md:10 is not in src/B.cs."], ExcerptRules.Faults([new CodeBlock("docs/a.md", 10, "csharp src/B.cs", "C();")], _ => null));
}
