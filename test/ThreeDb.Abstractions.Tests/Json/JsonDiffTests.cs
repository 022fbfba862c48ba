using System.Text.Json;

namespace ThreeDb.Tests;

public sealed class JsonDiffTests
{
    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1.0}", "[]")]
    [InlineData("{\"a\":1,\"b\":[{\"x\":1,\"y\":2}]}", "{\"b\":[{\"y\":2,\"x\":1}],\"a\":1}", "[]")]
    [InlineData("1", "2", "[{\"op\":\"replace\",\"path\":\"\",\"value\":2}]")]
    [InlineData("{\"a/b\":{\"~\":1,\"c\":\"unchanged, and long enough\"}}", "{\"a/b\":{\"~\":2,\"c\":\"unchanged, and long enough\"}}", "[{\"op\":\"replace\",\"path\":\"/a~1b/~0\",\"value\":2}]")]
    [InlineData("{\"a\":1,\"keep\":\"unchanged, and long enough\"}", "{\"keep\":\"unchanged, and long enough\",\"b\":2}", "[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"add\",\"path\":\"/b\",\"value\":2}]")]
    [InlineData("{\"n\":1,\"keep\":\"unchanged, and long enough\"}", "{\"\\u006e\":1,\"keep\":\"unchanged, and long enough\",\"b\":2}", "[{\"op\":\"add\",\"path\":\"/b\",\"value\":2}]")]
    [InlineData("[\"unchanged one\",\"unchanged two\",\"three\"]", "[\"unchanged one\",\"new\",\"unchanged two\",\"three\"]", "[{\"op\":\"add\",\"path\":\"/1\",\"value\":\"new\"}]")]
    [InlineData("[\"unchanged one\",\"unchanged two\",\"three\"]", "[\"unchanged one\",\"unchanged two\"]", "[{\"op\":\"remove\",\"path\":\"/2\"}]")]
    [InlineData("[\"unchanged one\",\"unchanged two\"]", "[\"unchanged one\",\"unchanged two\",3]", "[{\"op\":\"add\",\"path\":\"/2\",\"value\":3}]")]
    [InlineData("[1,\"the one that stays, long\",2,\"the other that stays, long\",3]", "[\"the one that stays, long\",\"the other that stays, long\"]", "[{\"op\":\"remove\",\"path\":\"/0\"},{\"op\":\"remove\",\"path\":\"/1\"},{\"op\":\"remove\",\"path\":\"/2\"}]")]
    [InlineData("[{\"id\":1,\"text\":\"some text that is long enough\"},2]", "[{\"id\":9,\"text\":\"some text that is long enough\"},2]", "[{\"op\":\"replace\",\"path\":\"/0/id\",\"value\":9}]")]
    [InlineData("{\"a\":[1]}", "{\"a\":{}}", "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":{}}]")]
    public void Create_gives_these_operations(string from, string to, string patch) => AssertPatch(from, to, patch);

    [Fact]
    public void Create_matches_elements_that_moved_up_and_changes_one_in_between()
    {
        var items = Enumerable.Range(0, 300).Select(i => $"{{\"id\":{i},\"name\":\"item number {i}\"}}").ToList();
        var from = "[" + string.Join(",", items) + "]";
        items.RemoveAt(10);
        items[100] = "{\"id\":101,\"name\":\"renamed\"}";
        items.Insert(200, "{\"id\":1000}");
        AssertPatch(from, "[" + string.Join(",", items) + "]",
            "[{\"op\":\"remove\",\"path\":\"/10\"},{\"op\":\"replace\",\"path\":\"/100/name\",\"value\":\"renamed\"},{\"op\":\"add\",\"path\":\"/200\",\"value\":{\"id\":1000}}]");
    }

    [Fact]
    public void Create_replaces_a_value_when_the_operations_inside_would_be_longer()
    {
        const string From = "{\"keep\":\"unchanged, and long enough\",\"o\":{\"a\":1,\"b\":2,\"c\":3}}";
        const string To = "{\"keep\":\"unchanged, and long enough\",\"o\":{\"a\":4,\"b\":5,\"c\":6}}";
        AssertPatch(From, To, "[{\"op\":\"replace\",\"path\":\"/o\",\"value\":{\"a\":4,\"b\":5,\"c\":6}}]");
    }

    [Theory]
    [InlineData("{\"name\":\"Blue mug\",\"price\":14}", "{\"name\":\"Blue mug\",\"price\":12,\"stock\":3}", "[{\"op\":\"replace\",\"path\":\"/price\",\"value\":12},{\"op\":\"add\",\"path\":\"/stock\",\"value\":3}]")]
    [InlineData("{\"a\":1,\"b\":2}", "{\"c\":3}", "[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"remove\",\"path\":\"/b\"},{\"op\":\"add\",\"path\":\"/c\",\"value\":3}]")]
    [InlineData("{\"a\":1,\"b\":2}", "{}", "[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"remove\",\"path\":\"/b\"}]")]
    [InlineData("{\"o\":{\"a\":1,\"b\":2,\"c\":3}}", "{\"o\":{\"a\":4,\"b\":5,\"c\":3}}", "[{\"op\":\"replace\",\"path\":\"/o/a\",\"value\":4},{\"op\":\"replace\",\"path\":\"/o/b\",\"value\":5}]")]
    [InlineData("{\"o\":{\"a\":1,\"b\":2}}", "{\"o\":{\"c\":3}}", "[{\"op\":\"replace\",\"path\":\"/o\",\"value\":{\"c\":3}}]")]
    [InlineData("{\"t\":[1,2]}", "{\"t\":[1,3,2]}", "[{\"op\":\"add\",\"path\":\"/t/1\",\"value\":3}]")]
    [InlineData("{\"t\":[1,2]}", "{\"t\":[3,2]}", "[{\"op\":\"replace\",\"path\":\"/t/0\",\"value\":3}]")]
    [InlineData("{\"t\":[1,2,3]}", "{\"t\":[4,5,6]}", "[{\"op\":\"replace\",\"path\":\"/t\",\"value\":[4,5,6]}]")]
    [InlineData("{\"l\":[{\"p\":1,\"q\":2}]}", "{\"l\":[{\"p\":1,\"q\":3}]}", "[{\"op\":\"replace\",\"path\":\"/l/0/q\",\"value\":3}]")]
    [InlineData("{\"l\":[{\"p\":1,\"q\":2}]}", "{\"l\":[{\"p\":8,\"q\":9}]}", "[{\"op\":\"replace\",\"path\":\"/l/0\",\"value\":{\"p\":8,\"q\":9}}]")]
    [InlineData("{\"a\":{\"b\":1}}", "{\"a\":[1]}", "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":[1]}]")]
    public void Patch_by_member_names_what_a_person_would(string from, string to, string patch)
    {
        var (before, after) = (JsonGuard.Parse(from), JsonGuard.Parse(to));
        var created = JsonPatch.CreateByMember(before, after);
        Assert.True(JsonElement.DeepEquals(after, created.Apply(before)));
        Assert.Equal(patch, created.ToString());
    }

    [Fact]
    public void Patch_by_member_stays_within_the_largest_number_of_operations()
    {
        static string Object(int value) => "{" + string.Join(",", Enumerable.Range(0, 12_000).Select(i => $"\"member{i}\":{value}")) + "}";
        var patch = JsonPatch.CreateByMember(JsonGuard.Parse(Object(1)), JsonGuard.Parse(Object(2)));
        Assert.Equal("", Assert.Single(patch.Operations).Path);
    }

    [Fact]
    public void Create_stays_within_the_largest_number_of_operations()
    {
        // Each element is worth an operation of its own, and there are too many of them.
        var text = new string('x', 200);
        var from = JsonGuard.Parse("[" + string.Join(",", Enumerable.Range(0, 12_000).Select(i => $"{{\"n\":{i},\"t\":\"{text}\"}}")) + "]");
        var to = JsonGuard.Parse("[" + string.Join(",", Enumerable.Range(0, 12_000).Select(i => $"{{\"n\":{i + 1},\"t\":\"{text}\"}}")) + "]");
        Assert.Equal(JsonPatchOperationKind.Replace, Assert.Single(JsonPatch.Create(from, to).Operations).Kind);
    }

    [Fact]
    public void Create_ends_soon_for_arrays_without_anything_in_common()
    {
        var from = JsonGuard.Parse("[" + string.Join(",", Enumerable.Range(0, 99_000)) + "]");
        var to = JsonGuard.Parse("[" + string.Join(",", Enumerable.Range(100_000, 99_001)) + "]");
        var patch = JsonPatch.Create(from, to);
        Assert.True(JsonElement.DeepEquals(to, patch.Apply(from)));
        Assert.Single(patch.Operations);
    }

    [Fact]
    public void Create_ends_soon_for_numbers_that_have_the_same_hash()
    {
        // They differ, and round to the same double.
        string Numbers(int start) => "[" + string.Join(",", Enumerable.Range(start, 9_000).Select(i => $"1.000000000000000000000{i:D6}1")) + "]";
        var from = JsonGuard.Parse(Numbers(0).Insert(1, "\"x\","));
        var to = JsonGuard.Parse("[" + "1.0000000000000000000009999991,\"x\"" + "]");
        Assert.True(JsonElement.DeepEquals(to, JsonPatch.Create(from, to).Apply(from)));
        var many = JsonGuard.Parse("{\"l\":" + Numbers(10_000) + "}");
        Assert.True(JsonElement.DeepEquals(many, JsonPatch.Create(JsonGuard.Parse("{\"l\":[0,1,2]}"), many).Apply(JsonGuard.Parse("{\"l\":[0,1,2]}"))));
    }

    private static void AssertPatch(string from, string to, string patch)
    {
        var (before, after) = (JsonGuard.Parse(from), JsonGuard.Parse(to));
        var created = JsonPatch.Create(before, after);
        Assert.True(JsonElement.DeepEquals(after, created.Apply(before)));
        Assert.Equal(patch, created.ToString());
    }
}
