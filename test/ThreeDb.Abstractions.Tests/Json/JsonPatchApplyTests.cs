using System.Text.Json;

namespace ThreeDb.Tests;

public sealed class JsonPatchApplyTests
{
    [Theory]
    [InlineData("{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"\"}]", "whole document")]
    [InlineData("{\"a\":{}}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}]", "into itself")]
    [InlineData("{\"a\":{}}", "[{\"op\":\"move\",\"from\":\"\",\"path\":\"/b\"}]", "into itself")]
    [InlineData("{\"a\":[1]}", "[{\"op\":\"test\",\"path\":\"/a/-\",\"value\":1}]", "after the last element")]
    [InlineData("{\"a\":[1]}", "[{\"op\":\"add\",\"path\":\"/a/2\",\"value\":1}]", "index 2 is outside")]
    [InlineData("{\"a\":[1]}", "[{\"op\":\"replace\",\"path\":\"/a/1\",\"value\":1}]", "index 1 is outside")]
    [InlineData("{\"a\":[1]}", "[{\"op\":\"add\",\"path\":\"/a/01\",\"value\":1}]", "no index")]
    [InlineData("{\"a\":[1]}", "[{\"op\":\"add\",\"path\":\"/a/+0\",\"value\":1}]", "no index")]
    [InlineData("{\"a\":[1]}", "[{\"op\":\"add\",\"path\":\"/a/99999999999\",\"value\":1}]", "no index")]
    [InlineData("{\"a\":\"text\"}", "[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]", "no object and no array")]
    [InlineData("7", "[{\"op\":\"add\",\"path\":\"/a\",\"value\":1}]", "no object and no array")]
    [InlineData("{\"a\":1}", "[{\"op\":\"replace\",\"path\":\"/b\",\"value\":1}]", "no member 'b'")]
    [InlineData("{\"a\":1}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]", "another one")]
    public void Failing_operation_is_named_with_its_reason(string document, string patch, string reason)
    {
        // A first operation that succeeds shows that the index is the right one and that nothing is kept.
        var before = JsonGuard.Parse(document);
        var operations = patch.Insert(1, "{\"op\":\"test\",\"path\":\"\",\"value\":" + document + "},");
        var fault = Assert.Throws<ThreeDbException>(() => Patch(operations).Apply(before));
        Assert.Equal(ErrorCodes.PatchFailed, fault.Code);
        Assert.StartsWith("Operation 1 (", fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Equal("/1", Assert.Single(fault.Errors).Pointer);
        Assert.Equal(document, before.GetRawText());
    }

    [Theory]
    [InlineData("{\"a\":1}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":1.0e0}]", "{\"a\":1}")]
    [InlineData("{\"a\":[1,{\"x\":1,\"y\":2}]}", "[{\"op\":\"test\",\"path\":\"/a/1\",\"value\":{\"y\":2.0,\"x\":1}}]", "{\"a\":[1,{\"x\":1,\"y\":2}]}")]
    [InlineData("{\"a\":1}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"\"}]", "1")]
    [InlineData("{\"a\":1}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a\"}]", "{\"a\":1}")]
    [InlineData("{\"a\":1,\"b\":2}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b\"}]", "{\"b\":1}")]
    [InlineData("[1,2,3]", "[{\"op\":\"move\",\"from\":\"/0\",\"path\":\"/2\"}]", "[2,3,1]")]
    [InlineData("[1,2,3]", "[{\"op\":\"move\",\"from\":\"/2\",\"path\":\"/0\"}]", "[3,1,2]")]
    [InlineData("{\"a\":{\"b\":1}}", "[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/c\"},{\"op\":\"replace\",\"path\":\"/c/b\",\"value\":2}]", "{\"a\":{\"b\":1},\"c\":{\"b\":2}}")]
    [InlineData("{\"a\":{\"b\":1}}", "[{\"op\":\"add\",\"path\":\"/a/x\",\"value\":0},{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/c\"},{\"op\":\"remove\",\"path\":\"/c/x\"}]", "{\"a\":{\"b\":1,\"x\":0},\"c\":{\"b\":1}}")]
    [InlineData("{\"a\":1}", "[{\"op\":\"copy\",\"from\":\"\",\"path\":\"/b\"}]", "{\"a\":1,\"b\":{\"a\":1}}")]
    [InlineData("{\"q\\\"\\n\":1}", "[{\"op\":\"add\",\"path\":\"/x\",\"value\":2}]", "{\"q\\\"\\u000a\":1,\"x\":2}")]
    [InlineData("{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"test\",\"path\":\"\",\"value\":{}}]", "{}")]
    public void Operations_give_exactly_this_text(string document, string patch, string expected) =>
        Assert.Equal(expected, Patch(patch).Apply(JsonGuard.Parse(document)).GetRawText());

    [Fact]
    public void Members_keep_their_order_and_new_ones_come_last()
    {
        var patch = Patch("[{\"op\":\"replace\",\"path\":\"/b\",\"value\":9},{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"add\",\"path\":\"/a\",\"value\":8},{\"op\":\"add\",\"path\":\"/c\",\"value\":7}]");
        Assert.Equal("{\"b\":9,\"c\":7,\"a\":8}", patch.Apply(JsonGuard.Parse("{\"a\":1,\"b\":2,\"c\":3}")).GetRawText());
    }

    [Fact]
    public void Test_compares_values_that_were_touched_before()
    {
        const string Touch = "{\"op\":\"add\",\"path\":\"/o/l/0/n\",\"value\":1}";
        var document = JsonGuard.Parse("{\"o\":{\"l\":[{},2]}}");
        Patch($"[{Touch},{Test("{\"o\":{\"l\":[{\"n\":1.0},2]}}")}]").Apply(document);
        foreach (var other in new[] { "{\"o\":{\"l\":[{\"n\":2},2]}}", "{\"o\":{\"l\":[{\"n\":1}]}}", "{\"o\":{\"l\":[{\"m\":1},2]}}", "{\"o\":{\"l\":{}}}", "{\"o\":{\"l\":[{\"n\":1,\"m\":1},2]}}", "{\"o\":[]}" })
        {
            Assert.Throws<ThreeDbException>(() => Patch($"[{Touch},{Test(other)}]").Apply(document));
        }

        static string Test(string value) => $"{{\"op\":\"test\",\"path\":\"\",\"value\":{value}}}";
    }

    [Fact]
    public void Copies_that_double_the_document_again_and_again_are_refused()
    {
        var doubling = Enumerable.Range(0, 40).Select(i => JsonPatchOperation.Copy("", $"/c{i}"));
        var fault = Assert.Throws<ThreeDbException>(() => new JsonPatch([.. doubling]).Apply(JsonGuard.Parse("{\"a\":\"0123456789\"}")));
        Assert.Equal(ErrorCodes.PatchFailed, fault.Code);
        Assert.Contains("copy more than 4,194,304 bytes", fault.Message, StringComparison.Ordinal);
        Assert.Contains("several patches", fault.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_within_the_budget_are_made()
    {
        var text = new string('x', 1_000_000);
        var copies = Enumerable.Range(0, 5).Select(i => JsonPatchOperation.Copy("/a", $"/c{i}")).ToArray();
        var document = JsonGuard.Parse($"{{\"a\":\"{text}\"}}");
        Assert.InRange(new JsonPatch(copies[..4]).Apply(document).GetRawText().Length, 5_000_000, 5_001_000);
        Assert.Throws<ThreeDbException>(() => new JsonPatch(copies).Apply(document));
    }

    [Fact]
    public void Document_that_grows_deeper_and_deeper_is_refused()
    {
        var deep = JsonGuard.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 50)) + "{}" + new string('}', 50));
        var path = string.Concat(Enumerable.Repeat("/a", 50));
        var deeper = Enumerable.Range(1, 100).Select(i => JsonPatchOperation.Add(string.Concat(Enumerable.Repeat(path, i)) + "/a", deep.GetProperty("a")));
        Assert.Equal(ErrorCodes.JsonTooDeep, Assert.Throws<ThreeDbException>(() => new JsonPatch([.. deeper]).Apply(deep)).Code);

        // The copy comes upon the depth before the result does.
        var copied = deeper.Append(JsonPatchOperation.Copy("", "/b"));
        Assert.Equal(ErrorCodes.PatchFailed, Assert.Throws<ThreeDbException>(() => new JsonPatch([.. copied]).Apply(deep)).Code);
    }

    [Fact]
    public void Many_removals_from_a_large_object_are_quick_enough_to_be_all_done()
    {
        var document = JsonGuard.Parse("{" + string.Join(",", Enumerable.Range(0, 90_000).Select(i => $"\"k{i}\":{i}")) + "}");
        var removals = Enumerable.Range(0, JsonPatch.MaxOperations).Select(i => JsonPatchOperation.Remove($"/k{i * 9}"));
        var result = new JsonPatch([.. removals]).Apply(document);
        Assert.Equal(80_000, result.GetPropertyCount());
        Assert.False(result.TryGetProperty("k9", out _));
        Assert.Equal(10, result.GetProperty("k10").GetInt32());
    }

    [Fact]
    public void Result_and_operations_outlive_the_documents_that_they_came_from()
    {
        JsonPatch patch;
        JsonElement result;
        using (var from = JsonDocument.Parse("{\"a\":{\"x\":1}}"))
        using (var to = JsonDocument.Parse("{\"a\":{\"x\":1},\"b\":[1,2]}"))
        {
            patch = JsonPatch.Create(from.RootElement, to.RootElement);
            result = patch.Apply(from.RootElement);
        }

        Assert.Equal("{\"a\":{\"x\":1},\"b\":[1,2]}", result.GetRawText());
        Assert.Equal("[{\"op\":\"add\",\"path\":\"/b\",\"value\":[1,2]}]", patch.ToString());
    }

    private static JsonPatch Patch(string json) => JsonPatch.Parse(JsonGuard.Parse(json));
}
