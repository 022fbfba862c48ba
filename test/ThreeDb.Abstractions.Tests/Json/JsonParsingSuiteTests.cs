using System.Text.Json;
using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>The JSON parsing test suite (nst/JSONTestSuite).</summary>
public sealed class JsonParsingSuiteTests
{
    /// <summary>Texts that are valid JSON and that the store refuses on purpose.</summary>
    private static readonly Dictionary<string, ErrorCode> RefusedOnPurpose = new()
    {
        ["y_object_duplicated_key.json"] = ErrorCodes.DuplicateKey,
        ["y_object_duplicated_key_and_value.json"] = ErrorCodes.DuplicateKey,
        ["y_object_escaped_null_in_key.json"] = ErrorCodes.InvalidText,
        ["y_string_null_escape.json"] = ErrorCodes.InvalidText,
    };

    [Fact]
    public void Valid_texts_are_accepted_unless_the_store_cannot_hold_them()
    {
        var files = Files("y_*.json");
        Assert.Equal(95, files.Length);
        var wrong = new List<string>();
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            var found = Refusal(file);
            var wanted = RefusedOnPurpose.GetValueOrDefault(name);
            if (found != wanted)
            {
                wrong.Add($"{name}: {found?.Code ?? "accepted"}, wanted {wanted?.Code ?? "accepted"}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Invalid_texts_are_refused_with_a_code_for_input()
    {
        var files = Files("n_*.json");
        Assert.Equal(188, files.Length);
        Assert.Empty(files.Where(file => Refusal(file) is not { } code || !code.Code.StartsWith("TDB1", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Fact]
    public void Naughty_strings_come_back_unchanged()
    {
        var file = Path.Combine(TestData.Path("naughty-strings"), "blns.json");
        var strings = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.EnumerateArray().Select(item => item.GetString()!).ToArray();
        Assert.True(strings.Length > 500);
        foreach (var text in strings)
        {
            Assert.True(JsonGuard.IsStorable(text));
            var value = JsonGuard.Parse(JsonSerializer.Serialize(new Dictionary<string, string> { [text] = text }));
            Assert.Equal(text, value.GetProperty(text).GetString());
        }
    }

    private static string[] Files(string pattern) => Directory.GetFiles(TestData.Path("json-parsing"), pattern);

    // Anything but a ThreeDbException fails the test.
    private static ErrorCode? Refusal(string file)
    {
        try
        {
            JsonGuard.Parse(File.ReadAllBytes(file));
            return null;
        }
        catch (ThreeDbException e)
        {
            Assert.NotEmpty(e.Message);
            return e.Code;
        }
    }
}
