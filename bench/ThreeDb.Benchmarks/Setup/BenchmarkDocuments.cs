using System.Buffers;
using System.Text.Json;
using ThreeDb.DebianCatalogue;

namespace ThreeDb.Benchmarks;

/// <summary>Products of a shop, each about 800 bytes of JSON; the words come from descriptions of Debian packages. The same number gives the same product.</summary>
internal sealed class BenchmarkDocuments
{
    public const string Type = "product";
    public const int Categories = 50;

    private static readonly string[] Colours = ["black", "white", "silver", "red", "blue", "green", "walnut", "copper"];
    private readonly List<string> _sentences;

    private BenchmarkDocuments(List<string> sentences) => _sentences = sentences;

    public static EntityTypeDefinition Definition { get; } = new()
    {
        Title = "name",
        Text = ["summary", "description"],
        Relations = [new() { Field = "category_id", Relation = "IN_CATEGORY", To = "category", Id = "category/{value}", Create = true }],
    };

    public static async Task<BenchmarkDocuments> ReadAsync(CancellationToken cancellationToken)
    {
        var sentences = new List<string>();
        var catalogue = await Catalogue.ReadSampleAsync(cancellationToken);
        foreach (var package in catalogue.Phases[1].Mutations.OfType<CreateEntity>())
        {
            if (package.Data.TryGetProperty("description", out var text))
            {
                sentences.AddRange(text.GetString()!.Split(". ", StringSplitOptions.TrimEntries).Where(sentence => sentence.Length is > 30 and < 250));
            }
        }

        return new BenchmarkDocuments(sentences);
    }

    public static string IdOf(int number) => $"product/{number}";

    public CreateEntity Mutation(int number, string prefix = "") => new(Type, Data(number)) { Id = prefix + IdOf(number) };

    public JsonElement Data(int number)
    {
        var bytes = Bytes(number);
        return JsonElement.Parse(bytes.WrittenSpan);
    }

    /// <summary>The product as UTF-8.</summary>
    public ArrayBufferWriter<byte> Bytes(int number)
    {
        var random = new Random(number * 7919);
        var bytes = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("name", $"{Word(random)} {Word(random)} {number}");
        json.WriteString("category_id", random.Next(Categories).ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("brand", Word(random));
        json.WriteNumber("price", Math.Round(1 + (random.NextDouble() * 500), 2));
        json.WriteNumber("stock", random.Next(1000));
        json.WriteString("colour", Colours[random.Next(Colours.Length)]);
        json.WriteString("summary", Sentence(random));
        json.WriteString("description", string.Join(". ", Sentence(random), Sentence(random), Sentence(random), Sentence(random), Sentence(random)));
        json.WriteEndObject();
        json.Flush();
        return bytes;
    }

    /// <summary>Two words that occur together in some product, for a search.</summary>
    public string Words(int number)
    {
        var random = new Random(number * 104729);
        while (true)
        {
            var words = Sentence(random).Split(' ').Where(word => word.Length > 4 && word.All(char.IsAsciiLetterLower)).ToList();
            if (words.Count > 1)
            {
                return $"{words[random.Next(words.Count)]} {words[random.Next(words.Count)]}";
            }
        }
    }

    private string Sentence(Random random) => _sentences[random.Next(_sentences.Count)];

    private string Word(Random random)
    {
        var sentence = Sentence(random);
        var end = sentence.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? sentence : sentence[..end];
    }
}
