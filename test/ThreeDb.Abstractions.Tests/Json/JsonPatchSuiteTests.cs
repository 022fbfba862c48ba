using System.Text.Json;
using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>The cases for RFC 6902 (json-patch/json-patch-tests).</summary>
public sealed class JsonPatchSuiteTests
{
    [Theory]
    [InlineData("tests.json", 95)]
    [InlineData("spec_tests.json", 17)]
    public void Patch_does_what_the_case_says(string file, int count)
    {
        var path = Path.Combine(TestData.Path("json-patch"), file);
        var cases = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        Assert.Equal(count, cases.GetArrayLength());
        var wrong = cases.EnumerateArray().Select((one, i) => (Fault: Fault(one), Index: i)).Where(result => result.Fault is not null);
        Assert.Empty(wrong);
    }

    /// <summary>What went wrong, or null. Cases that are marked as disabled are run as well: each of them is right.</summary>
    private static string? Fault(JsonElement one)
    {
        var fails = one.TryGetProperty("error", out var reason);
        try
        {
            var found = JsonPatch.Parse(one.GetProperty("patch")).Apply(one.GetProperty("doc"));
            return fails ? $"succeeded, but: {reason}"
                : one.TryGetProperty("expected", out var expected) && !JsonElement.DeepEquals(found, expected) ? $"{found} instead of {expected}"
                : null;
        }
        catch (ThreeDbException e)
        {
            return fails && e.Code.Code.StartsWith("TDB1", StringComparison.Ordinal) ? null : $"{e.Code}: {e.Message}";
        }
    }
}
