using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>Makes random mutations on a few ids, so that they meet each other often.</summary>
internal sealed class MutationScript(Random random, string prefix)
{
    private static readonly string[] Words = ["apple", "The running foxes", "x-ray e.g. http://a.b/c", "", "naïve café", "zero\nline <b>tag</b>", "a a a b"];
    private static readonly string[] Tags = ["red", "green", "blue"];

    /// <summary>Every tag that any data names.</summary>
    public static IReadOnlyList<string> AllTags { get; } = [.. Tags, "black"];

    public string Id() => prefix + "/" + "abcd"[random.Next(4)];

    public IReadOnlyList<Mutation> Transaction() => [.. Enumerable.Range(0, random.Next(4) == 0 ? random.Next(2, 5) : 1).Select(_ => One())];

    public Mutation One() => random.Next(10) switch
    {
        0 or 1 or 2 => new CreateEntity("doc", Data()) { Id = Id(), OnConflict = (ConflictPolicy)random.Next(3) },
        3 => new ReplaceEntity(Id(), Data()) { IfVersion = Version() },
        4 => new MergeEntity(Id(), Patch()) { IfVersion = Version() },
        5 => new PatchEntity(Id(), Operations()) { IfVersion = Version() },
        6 => new DeleteEntity(Id()) { IfVersion = Version() },
        7 or 8 => new Relate(Id(), "KNOWS", random.Next(5) == 0 ? prefix + "/stub" + random.Next(3) : Id()) { Weight = random.Next(3) },
        _ => new Unrelate(Id(), "KNOWS", Id()),
    };

    private long? Version() => random.Next(3) == 0 ? random.Next(1, 6) : null;

    private JsonElement Data()
    {
        var data = new Dictionary<string, object?> { ["n"] = random.Next(3) };
        if (random.Next(3) > 0)
        {
            data["title"] = Words[random.Next(Words.Length)];
        }

        if (random.Next(2) == 0)
        {
            data["text"] = new { deep = new[] { Words[random.Next(Words.Length)] } };
        }

        if (random.Next(4) == 0)
        {
            data["none"] = null;
        }

        if (random.Next(2) == 0)
        {
            data["author"] = "person/" + random.Next(2);
        }

        if (random.Next(2) == 0)
        {
            data["tags"] = Tags.Where(_ => random.Next(2) == 0).ToArray();
        }

        return JsonSerializer.SerializeToElement(data);
    }

    private JsonElement Patch() => random.Next(4) switch
    {
        0 => Json.Of("""{"title":null,"tags":["red","black"]}"""),
        1 => Json.Of("""{"text":{"deep":"other words"}}"""),
        2 => Json.Of("{}"),
        _ => Json.Of($$"""{"n":{{random.Next(3)}}}"""),
    };

    private JsonPatch Operations() => JsonPatch.Parse(random.Next(3) switch
    {
        0 => Json.Of("""[{"op":"add","path":"/tags","value":["green"]},{"op":"remove","path":"/n"}]"""),
        1 => Json.Of("""[{"op":"test","path":"/n","value":1},{"op":"replace","path":"/n","value":2}]"""),
        _ => Json.Of("""[{"op":"copy","from":"/n","path":"/m"}]"""),
    });
}
