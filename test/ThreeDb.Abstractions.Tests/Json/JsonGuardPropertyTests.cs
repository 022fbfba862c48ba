using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ThreeDb.Tests;

public sealed class JsonGuardPropertyTests
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Pieces of JSON, right and wrong, that make texts which are nearly JSON.
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"\\u0000\"", "\"\\ud800\"", "\\", "1", "-", "1e999", "1e-999", "0.", "true", "nul", "NaN", " ", "\n", "/*", "\uFEFF", "é", "\0"];

    [Fact]
    public void Valid_texts_come_back_with_the_same_value() => Properties.Hold(JsonGens.Value, text =>
    {
        var expected = JsonDocument.Parse(text).RootElement;
        Assert.True(JsonElement.DeepEquals(expected, JsonGuard.Parse(text)));
        Assert.True(JsonElement.DeepEquals(expected, JsonGuard.Parse(Encoding.UTF8.GetBytes(text))));
        JsonGuard.Check(expected);
    });

    [Fact]
    public void Random_bytes_are_refused_or_are_json() =>
        Properties.Hold(Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(), bytes => AcceptsOnlyJson(bytes), 2000);

    [Fact]
    public void Nearly_valid_texts_are_refused_or_are_json() =>
        Properties.Hold(Gen.Elements(Pieces).ArrayOf(), pieces => AcceptsOnlyJson(Encoding.UTF8.GetBytes(string.Concat(pieces))), 5000);

    [Fact]
    public void Damaged_texts_are_refused_or_are_json() => Properties.Hold(Damaged, bytes => AcceptsOnlyJson(bytes), 2000);

    [Fact]
    public void Quick_check_passes_exactly_what_the_diagnosis_finds_no_fault_in()
    {
        var limits = new JsonLimits { MaxDepth = 3, MaxMembers = 12 };
        var passed = 0;
        Properties.Hold(Gen.OneOf(Damaged, JsonGens.Value.Select(Encoding.UTF8.GetBytes)), bytes =>
        {
            var passes = JsonQuickCheck.Passes(bytes, limits);
            passed += passes ? 1 : 0;
            Assert.Equal(passes, JsonDiagnosis.Find(bytes, limits) is null);
        }, 2000);
        Assert.InRange(passed, 100, 1900);
    }

    /// <summary>A text with one byte replaced.</summary>
    private static Gen<byte[]> Damaged =>
        from text in JsonGens.Value
        let bytes = Encoding.UTF8.GetBytes(text)
        from at in Gen.Choose(0, bytes.Length - 1)
        from value in Gen.OneOf(Gen.Choose(0, 255).Select(i => (byte)i), Gen.Elements(Encoding.UTF8.GetBytes("\"\\{}[],:019eE+-.")))
        select bytes[..at].Append(value).Concat(bytes[(at + 1)..]).ToArray();

    // Anything but a ThreeDbException leaves this method and fails the property.
    private static void AcceptsOnlyJson(byte[] bytes)
    {
        try
        {
            var accepted = JsonGuard.Parse(bytes);
            Assert.True(JsonElement.DeepEquals(accepted, JsonDocument.Parse(bytes, Strict).RootElement));
            Assert.DoesNotContain("\\u0000", accepted.GetRawText().Replace("\\\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        catch (ThreeDbException e)
        {
            Assert.StartsWith("TDB1", e.Code.Code, StringComparison.Ordinal);
            Assert.NotEmpty(e.Message);
        }
    }
}
