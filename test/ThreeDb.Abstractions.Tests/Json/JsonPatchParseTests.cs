using System.Text.Json;

namespace ThreeDb.Tests;

public sealed class JsonPatchParseTests
{
    [Theory]
    [InlineData("{}", "", "array")]
    [InlineData("[1]", "/0", "Operation 0 is no object")]
    [InlineData("[{\"op\":\"remove\",\"path\":\"/a\"},{\"path\":\"/a\"}]", "/1", "Operation 1 lacks 'op'")]
    [InlineData("[{\"op\":\"replce\",\"path\":\"/a\",\"value\":1}]", "/0/op", "did you mean 'replace'")]
    [InlineData("[{\"op\":1,\"path\":\"/a\"}]", "/0/op", "'op' is no string")]
    [InlineData("[{\"op\":\"add\",\"value\":1}]", "/0", "lacks 'path'")]
    [InlineData("[{\"op\":\"add\",\"path\":null,\"value\":1}]", "/0/path", "'path' is no string")]
    [InlineData("[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]", "/0/path", "begins with '/'")]
    [InlineData("[{\"op\":\"add\",\"path\":\"/~2\",\"value\":1}]", "/0/path", "followed by 0 or 1")]
    [InlineData("[{\"op\":\"add\",\"path\":\"/a\"}]", "/0", "lacks 'value'")]
    [InlineData("[{\"op\":\"test\",\"path\":\"/a\"}]", "/0", "lacks 'value'")]
    [InlineData("[{\"op\":\"copy\",\"path\":\"/a\"}]", "/0", "lacks 'from'")]
    [InlineData("[{\"op\":\"move\",\"path\":\"/a\",\"from\":\"b\"}]", "/0/from", "begins with '/'")]
    public void Malformed_operation_is_refused_with_index_and_reason(string json, string pointer, string message)
    {
        var fault = Assert.Throws<ThreeDbException>(() => JsonPatch.Parse(JsonGuard.Parse(json)));
        Assert.Equal(ErrorCodes.PatchFailed, fault.Code);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal(pointer, Assert.Single(fault.Errors).Pointer);
    }

    [Fact]
    public void Values_that_cannot_be_stored_are_refused()
    {
        Assert.Equal(ErrorCodes.InvalidText, Refusal("[{\"op\":\"add\",\"path\":\"/\\ud800\",\"value\":1}]"));
        Assert.Equal(ErrorCodes.NumberOutOfRange, Refusal("[{\"op\":\"add\",\"path\":\"/a\",\"value\":1e999}]"));
        Assert.Equal(ErrorCodes.DuplicateKey, Refusal("[{\"op\":\"add\",\"op\":\"remove\",\"path\":\"/a\",\"value\":1}]"));

        static ErrorCode Refusal(string json) => Assert.Throws<ThreeDbException>(() => JsonPatch.Parse(JsonDocument.Parse(json).RootElement)).Code;
    }

    [Fact]
    public void Unknown_members_are_ignored()
    {
        var patch = JsonPatch.Parse(JsonGuard.Parse("[{\"op\":\"add\",\"path\":\"/a\",\"value\":1,\"from\":7,\"comment\":{}}]"));
        var operation = Assert.Single(patch.Operations);
        Assert.Equal((JsonPatchOperationKind.Add, "/a", null, "1"), (operation.Kind, operation.Path, operation.From, operation.Value?.GetRawText()));
    }

    [Fact]
    public void More_operations_than_allowed_are_refused()
    {
        JsonPatch.Parse(JsonGuard.Parse(Removals(JsonPatch.MaxOperations)));
        var fault = Assert.Throws<ThreeDbException>(() => JsonPatch.Parse(JsonGuard.Parse(Removals(JsonPatch.MaxOperations + 1))));
        Assert.Equal(ErrorCodes.PatchFailed, fault.Code);
        Assert.Contains("10,001", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new JsonPatch([.. Enumerable.Repeat(JsonPatchOperation.Remove("/a"), JsonPatch.MaxOperations + 1)]));

        static string Removals(int count) => "[" + string.Join(",", Enumerable.Repeat("{\"op\":\"remove\",\"path\":\"/a\"}", count)) + "]";
    }

    [Fact]
    public void Serializer_writes_and_reads_the_array()
    {
        const string Json = """[{"op":"move","from":"/a","path":"/b"},{"op":"add","path":"/é\"","value":{"x": [1]}},{"op":"remove","path":""}]""";
        var patch = JsonSerializer.Deserialize<JsonPatch>(Json, ThreeDbJson.Options)!;
        Assert.Equal(Json.Replace(" ", "", StringComparison.Ordinal), JsonSerializer.Serialize(patch, ThreeDbJson.Options));
        Assert.True(JsonElement.DeepEquals(JsonGuard.Parse(Json), patch.ToJson()));
        Assert.Equal(patch, JsonPatch.Parse(patch.ToJson()));
    }

    [Fact]
    public void Patches_are_equal_by_what_they_do()
    {
        var one = Patch("[{\"op\":\"add\",\"path\":\"/a\",\"value\":{\"x\":1,\"y\":2.0}}]");
        Assert.Equal(one, Patch("[{\"path\":\"/a\",\"value\":{\"y\":2,\"x\":1.0},\"op\":\"add\"}]"));
        Assert.Equal(one.GetHashCode(), Patch("[{\"path\":\"/a\",\"value\":{\"y\":2,\"x\":1.0},\"op\":\"add\"}]").GetHashCode());
        Assert.NotEqual(one, Patch("[{\"op\":\"add\",\"path\":\"/a\",\"value\":{\"x\":1,\"y\":3}}]"));
        Assert.NotEqual(one, Patch("[{\"op\":\"test\",\"path\":\"/a\",\"value\":{\"x\":1,\"y\":2.0}}]"));
        Assert.NotEqual(one, Patch("[{\"op\":\"add\",\"path\":\"/b\",\"value\":{\"x\":1,\"y\":2.0}}]"));
        Assert.NotEqual(one, new JsonPatch());
        Assert.NotEqual(Patch("[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}]"), Patch("[{\"op\":\"copy\",\"from\":\"/c\",\"path\":\"/b\"}]"));
    }

    [Fact]
    public void Operation_made_in_code_needs_a_pointer() =>
        Assert.All(["a", "/~", "/\0", "/\uD800"], path => Assert.Throws<FormatException>(() => JsonPatchOperation.Remove(path)));

    private static JsonPatch Patch(string json) => JsonPatch.Parse(JsonGuard.Parse(json));
}
