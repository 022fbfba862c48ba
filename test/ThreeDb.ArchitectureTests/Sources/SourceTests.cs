using System.Reflection;

namespace ThreeDb.Architecture;

public sealed class SourceTests
{
    // These name what they forbid.
    private static readonly string[] Nets = ["SourceRules.cs", "SourceTests.cs"];

    private static readonly IReadOnlyList<SourceFile> Code =
    [
        .. from extension in new[] { ".cs", ".sql" }
           from file in Repository.Sources(extension, "src", "connectors", "samples", "test", "bench", "eng")
           where !Nets.Contains(file.Name)
           select file,
    ];

    private static readonly IReadOnlyList<SourceFile> Product = [.. Repository.Sources(".cs", "src", "connectors")];

    [Fact]
    public void Files_keep_the_habits() => Expect.None(SourceRules.Faults(Code));

    [Fact]
    public void Files_are_small() => Assert.Null(SourceRules.MedianFault(Product));

    [Fact]
    public void Every_error_code_is_reported_somewhere()
    {
        var members = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name);
        Expect.None(SourceRules.Unused(nameof(ErrorCodes), members, Product));
    }

    [Fact]
    public void A_code_that_nothing_reports_is_noticed() => Assert.Equal(["Gone"], SourceRules.Unused("ErrorCodes", ["Used", "Gone"],
        [new("a/A.cs", "throw ErrorCodes.Used; // ErrorCodes.GoneBefore"), new("a/ErrorCodes.cs", "ErrorCodes.Gone")]));

    [Theory]
    [InlineData("// TODO: later", "src/A.cs:1 has TODO.")]
    [InlineData("#region Fields", "src/A.cs:1 has #region.")]
    [InlineData("\nthrow new NotImplementedException();", "src/A.cs:2 has NotImplementedException.")]
    [InlineData("static class StringHelpers;", "src/A.cs declares StringHelpers, a name that says nothing.")]
    [InlineData("record struct CacheManager(int A);", "src/A.cs declares CacheManager, a name that says nothing.")]
    public void What_the_habits_forbid_is_a_fault(string text, string fault) => Assert.Equal([fault], SourceRules.Faults([new("src/A.cs", text)]));

    [Fact]
    public void Names_that_say_nothing_are_a_fault() =>
        Assert.Equal(["src/Json/JsonUtils.cs has a name that says nothing."], SourceRules.Faults([new("src/Json/JsonUtils.cs", "")]));

    [Fact]
    public void Long_files_are_a_fault()
    {
        Assert.Equal([], SourceRules.Faults([new("src/A.cs", Lines(400))]));
        Assert.Equal(["src/A.cs has 401 lines; at most 400."], SourceRules.Faults([new("src/A.cs", Lines(401))]));
    }

    [Fact]
    public void Long_types_in_parts_are_a_fault() => Assert.Equal(["src/A: the parts of Big have 402 lines; at most 400."],
        SourceRules.Faults([new("src/A/Big.cs", "partial class Big;\n" + Lines(200)), new("src/A/Big.More.cs", "partial class Big;\n" + Lines(200))]));

    [Fact]
    public void Files_that_are_mostly_long_are_a_fault() =>
        Assert.Equal("The median file has 71 lines; at most 70.", SourceRules.MedianFault([new("a/A.cs", Lines(10)), new("a/B.cs", Lines(71)), new("a/C.cs", Lines(90))]));

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("x\n", count));
}
