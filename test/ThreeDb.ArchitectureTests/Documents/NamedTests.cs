using System.Text.RegularExpressions;

namespace ThreeDb.Architecture;

/// <summary>Documents that name a test as <c>`Class.Method`</c> name one that exists.</summary>
public sealed partial class NamedTests
{
    [Fact]
    public void Tests_that_documents_name_exist()
    {
        var documents = Repository.Files.Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal))
            .Select(path => new SourceFile(path, Repository.Read(path))).ToList();
        Assert.True(documents.Sum(document => Name().Count(document.Text)) > 20);
        Expect.None(Faults(documents, [.. Repository.Sources(".cs", "test")]));
    }

    [Theory]
    [InlineData("`SomeTests.One_thing_happens`", 0)]
    [InlineData("`SomeTests.Another_thing_happens`", 1)]
    [InlineData("`OtherTests.One_thing_happens`", 1)]
    public void A_named_test_that_does_not_exist_is_a_fault(string text, int faults) => Assert.Equal(faults,
        Faults([new SourceFile("docs/a.md", text)], [new SourceFile("test/A/SomeTests.cs", "public void One_thing_happens()"), new SourceFile("test/A/OtherTests.cs", "")]).Count);

    private static IReadOnlyList<string> Faults(IEnumerable<SourceFile> documents, IReadOnlyList<SourceFile> tests) =>
    [
        .. from document in documents
           from Match name in Name().Matches(document.Text)
           where !tests.Any(test => test.Name == name.Groups["class"].Value + ".cs" && test.Text.Contains($" {name.Groups["method"].Value}(", StringComparison.Ordinal))
           select $"{document.Path} names {name.Value}, which is not there.",
    ];

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex Name();
}
