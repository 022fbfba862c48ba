using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ThreeDb.Tests;

/// <summary>Generators of JSON texts, in all the ways in which a value can be written.</summary>
internal static class JsonGens
{
    // Few names, so that objects have them in common. Some are written with an escape, some need one in a pointer.
    private static readonly string[] Names = ["a", "b", "c", "id", "na\\u006de", "x/y", "~", "", "0", "-", "ä", "\\n", "😀", "\\ud83d\\ude00 2", "long name with blanks"];

    private static readonly string[] Numbers =
        ["0", "-0", "1", "1.0", "10e-1", "-1", "2", "2.50", "2.5", "1e3", "1000", "1E-7", "12345678901234567890", "12345678901234567891", "0.1", "1e308", "5e-324"];

    private static readonly string[] Texts =
        ["", "a", "b", "text", "\\u0061", "a/b", "\\\"", "\\\\", "\\u00e9", "é", "\\ud83d\\ude00", "😀", "日本", "\\t", "a longer text, of which there is more than one word"];

    /// <summary>Any value.</summary>
    public static Gen<string> Value { get; } = Gen.Sized(size => ValueOf(Math.Min(size / 8, 4)));

    /// <summary>Any object.</summary>
    public static Gen<string> Object { get; } = Gen.Sized(size => ObjectOf(Math.Min(size / 8, 4)));

    /// <summary>Two values, often the second a changed form of the first.</summary>
    public static Gen<(string From, string To)> Pair { get; } =
        from first in Value
        from second in Gen.Frequency((1, Value), (4, Changed(JsonGuard.Parse(first))))
        select (first, second);

    private static Gen<string> Scalar { get; } = Gen.OneOf(
        Gen.Elements("null", "true", "false"), Gen.Elements(Numbers), Gen.Choose(-20, 20).Select(i => $"{i}"), Gen.Elements(Texts).Select(Quote));

    private static Gen<string> Blank { get; } = Gen.Frequency((6, Gen.Constant("")), (1, Gen.Elements(" ", "\n", "\t\r\n ")));

    /// <summary>A value that differs from this one here and there.</summary>
    public static Gen<string> Changed(JsonElement json) => Gen.Frequency((1, ValueOf(1)), (6, json.ValueKind switch
    {
        JsonValueKind.Object => ChangedObject(json),
        JsonValueKind.Array => ChangedArray(json),
        _ => Gen.Frequency((4, Gen.Constant(json.GetRawText())), (1, Scalar)),
    }));

    private static Gen<string> ValueOf(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency((2, Scalar), (3, ObjectOf(depth)), (3, ArrayOf(depth)));

    private static Gen<string> ObjectOf(int depth) =>
        from names in Gen.SubListOf(Names)
        from order in Gen.Shuffle(names.Take(6).ToArray())
        from values in Gen.CollectToList(order, _ => ValueOf(Math.Max(depth - 1, 0)))
        from blank in Blank
        select Braces(order.Zip(values, (name, value) => $"{Quote(name)}{blank}:{blank}{value}"), blank);

    private static Gen<string> ArrayOf(int depth) =>
        from count in Gen.Choose(0, 7)
        from values in Gen.ListOf(ValueOf(Math.Max(depth - 1, 0)), count)
        from blank in Blank
        select Brackets(values, blank);

    private static Gen<string> ChangedObject(JsonElement json) =>
        from kept in Gen.CollectToList(json.EnumerateObject().ToArray(), Member)
        from added in Gen.Frequency((3, Gen.Constant("{}")), (1, ObjectOf(1)))
        from order in Gen.Shuffle(Merged(kept, JsonGuard.Parse(added)).ToArray())
        select Braces(order, "");

    private static Gen<(string Name, string? Value)> Member(JsonProperty member) =>
        from value in Gen.Frequency((6, Gen.Constant<string?>(member.Value.GetRawText())), (3, Changed(member.Value).Select(text => (string?)text)), (1, Gen.Constant<string?>(null)))
        select (member.Name, value);

    private static IEnumerable<string> Merged(IEnumerable<(string Name, string? Value)> kept, JsonElement added)
    {
        var members = kept.ToDictionary();
        foreach (var member in added.EnumerateObject())
        {
            members[member.Name] = member.Value.GetRawText();
        }

        return members.Where(pair => pair.Value is not null).Select(pair => $"{JsonSerializer.Serialize(pair.Key)}:{pair.Value}");
    }

    private static Gen<string> ChangedArray(JsonElement json) =>
        from parts in Gen.CollectToList(json.EnumerateArray().ToArray(), Element)
        select Brackets(parts.SelectMany(part => part), " ");

    private static Gen<string[]> Element(JsonElement element) => Gen.Frequency(
        (6, Gen.Constant<string[]>([element.GetRawText()])),
        (1, Gen.Constant<string[]>([])),
        (2, Changed(element).Select(changed => new[] { changed })),
        (1, Scalar.Select(inserted => new[] { element.GetRawText(), inserted })));

    private static string Quote(string text) => $"\"{text}\"";

    private static string Braces(IEnumerable<string> members, string blank) => "{" + blank + string.Join("," + blank, members) + blank + "}";

    private static string Brackets(IEnumerable<string> elements, string blank) => "[" + blank + string.Join("," + blank, elements) + "]" + blank;
}
