using System.Text.Json;
using FsCheck.Fluent;

namespace ThreeDb.Tests;

public sealed class JsonPatchPropertyTests
{
    [Fact]
    public void Created_patch_leads_from_one_value_to_the_other() => Properties.Hold(JsonGens.Pair, pair =>
    {
        var (from, to) = (JsonGuard.Parse(pair.From), JsonGuard.Parse(pair.To));
        var patch = JsonPatch.Create(from, to);
        Assert.True(JsonElement.DeepEquals(to, patch.Apply(from)), patch.ToString());
        Assert.Equal(JsonElement.DeepEquals(from, to), patch.Operations.Count == 0);
        JsonGuard.Check(patch.Apply(from));
    }, 1500);

    [Fact]
    public void Patch_by_member_leads_from_one_value_to_the_other_and_is_not_shorter_than_the_created_one() => Properties.Hold(JsonGens.Pair, pair =>
    {
        var (from, to) = (JsonGuard.Parse(pair.From), JsonGuard.Parse(pair.To));
        var patch = JsonPatch.CreateByMember(from, to);
        Assert.True(JsonElement.DeepEquals(to, patch.Apply(from)), patch.ToString());
        Assert.Equal(JsonElement.DeepEquals(from, to), patch.Operations.Count == 0);
        Assert.True(CompactLength.Of(JsonPatch.Create(from, to).ToJson()) <= CompactLength.Of(patch.ToJson()));
    }, 1500);

    [Fact]
    public void Created_patch_is_never_longer_than_a_replacement() => Properties.Hold(JsonGens.Pair, pair =>
    {
        var (from, to) = (JsonGuard.Parse(pair.From), JsonGuard.Parse(pair.To));
        var replacement = new JsonPatch(JsonPatchOperation.Replace("", to));
        Assert.True(CompactLength.Of(JsonPatch.Create(from, to).ToJson()) <= CompactLength.Of(replacement.ToJson()));
    }, 1000);

    [Fact]
    public void Created_patch_survives_its_json_form_and_is_always_the_same() => Properties.Hold(JsonGens.Pair, pair =>
    {
        var (from, to) = (JsonGuard.Parse(pair.From), JsonGuard.Parse(pair.To));
        var patch = JsonPatch.Create(from, to);
        Assert.Equal(patch, JsonSerializer.Deserialize<JsonPatch>(JsonSerializer.Serialize(patch)));
        Assert.Equal(patch.ToString(), JsonPatch.Create(from, to).ToString());
        Assert.Equal(patch.Apply(from).GetRawText(), patch.Apply(from).GetRawText());
    });

    [Fact]
    public void Values_have_equal_hashes_when_they_are_equal_and_hardly_ever_else()
    {
        var (different, collisions) = (0, 0);
        Properties.Hold(JsonGens.Pair, pair =>
        {
            var (a, b) = (JsonGuard.Parse(pair.From), JsonGuard.Parse(pair.To));
            var isSameHash = JsonValueHash.Of(a) == JsonValueHash.Of(b);
            if (JsonElement.DeepEquals(a, b))
            {
                Assert.True(isSameHash);
                return;
            }

            different++;
            collisions += isSameHash ? 1 : 0;
        }, 1000);

        // Numbers that round to the same double do collide.
        Assert.InRange(different, 100, 1000);
        Assert.InRange(collisions, 0, different / 20);
    }

    [Fact]
    public void Compact_length_is_that_of_the_text_without_white_space() => Properties.Hold(JsonGens.Value, text =>
    {
        var compact = 0;
        var inside = false;
        for (var i = 0; i < text.Length; i++)
        {
            inside ^= text[i] == '"' && (i == 0 || text[i - 1] != '\\' || (i > 1 && text[i - 2] == '\\'));
            compact += inside || !char.IsWhiteSpace(text[i]) ? System.Text.Encoding.UTF8.GetByteCount(text, i, char.IsHighSurrogate(text[i]) ? 2 : 1) : 0;
            i += char.IsHighSurrogate(text[i]) ? 1 : 0;
        }

        Assert.Equal(compact, CompactLength.Of(JsonGuard.Parse(text)));
    });

    [Fact]
    public void Random_operations_succeed_or_are_refused() => Properties.Hold(
        from document in JsonGens.Value
        from patch in Gen.ListOf(
            from op in Gen.Elements("add", "remove", "replace", "move", "copy", "test")
            from path in Gen.Elements("", "/a", "/b/0", "/0", "/-", "/a/b", "/id/-", "/", "/0/a")
            from origin in Gen.Elements("", "/a", "/0", "/b", "/id", "/c/0")
            from value in JsonGens.Value
            select $"{{\"op\":\"{op}\",\"path\":\"{path}\",\"from\":\"{origin}\",\"value\":{value}}}", 3)
        select (Document: document, Patch: "[" + string.Join(",", patch) + "]"), pair =>
        {
            try
            {
                JsonGuard.Check(JsonPatch.Parse(JsonGuard.Parse(pair.Patch)).Apply(JsonGuard.Parse(pair.Document)));
            }
            catch (ThreeDbException e)
            {
                Assert.Equal(ErrorCodes.PatchFailed, e.Code);
            }
        }, 1500);
}
