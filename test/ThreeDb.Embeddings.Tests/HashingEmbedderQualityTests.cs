namespace ThreeDb.Embeddings.Tests;

public sealed class HashingEmbedderQualityTests
{
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["vim"] = "A highly configurable text editor, made to create and change any kind of text very efficiently. It comes with most Unix systems.",
        ["nano"] = "A small, friendly editor for the console, with search and replace, line numbers and syntax colouring. For editing short texts.",
        ["gcc"] = "A compiler for C and C++ that translates source code into optimised machine code for many processors.",
        ["rustc"] = "The compiler of the Rust language. It checks ownership and lifetimes before it generates native code.",
        ["postgresql"] = "An object-relational database server with transactions, SQL, replication and extensions. Data are kept in tables.",
        ["sqlite"] = "A small database engine in a library, without a server: the whole database is one file. It understands most of SQL.",
        ["gimp"] = "A program for painting and for retouching photographs, with layers, filters and brushes.",
        ["ffmpeg"] = "Tools to record, convert and stream video and audio in nearly every format.",
        ["wireshark"] = "Captures packets from the network and shows the protocols inside of them, for analysis and for finding faults.",
        ["nginx"] = "A web server and reverse proxy with low memory use, load balancing and caching of HTTP content.",
        ["shoe"] = "Running shoe for wet trails: grippy sole, light upper made from recycled yarn.",
        ["boot"] = "Waterproof hiking boot of leather, with a firm sole for mountain trails.",
        ["lamp"] = "Desk lamp with dimmable LED light and a flexible arm.",
        ["kettle"] = "Electric kettle, 1.7 litres, stainless steel, switches itself off when the water boils.",
    };

    [Theory]
    [InlineData("text editor", "vim", "nano")]
    [InlineData("compilers for C++ source code", "gcc", "rustc")]
    [InlineData("relational databases with SQL tables", "postgresql", "sqlite")]
    [InlineData("shoes for running on trails", "shoe", "boot")]
    [InlineData("editing photos with layers", "gimp", "gimp")]
    [InlineData("video conversion", "ffmpeg", "ffmpeg")]
    [InlineData("analyse network packets", "wireshark", "wireshark")]
    [InlineData("HTTP proxy server", "nginx", "nginx")]
    [InlineData("lamps for the desk", "lamp", "lamp")]
    [InlineData("boiling water", "kettle", "kettle")]
    public void Question_finds_the_description_that_it_is_about(string question, string first, string second)
    {
        var ranked = Ranked(question);
        Assert.Contains(first, ranked.Take(2));
        Assert.Contains(second, ranked.Take(2));
        Assert.Contains(ranked[0], new[] { first, second });
    }

    [Theory]
    [InlineData("tetx editro", "vim")]
    [InlineData("databse servr", "postgresql")]
    [InlineData("complier", "gcc")]
    [InlineData("runing shoess", "shoe")]
    [InlineData("watter kettel", "kettle")]
    public void Misspelt_question_still_finds_it(string question, string wanted) => Assert.Contains(wanted, Ranked(question).Take(3));

    [Theory]
    [InlineData("databse", "database")]
    [InlineData("receieve", "receive")]
    [InlineData("Schifffahrt", "Schiffahrt")]
    [InlineData("editors", "editor")]
    [InlineData("running", "runner")]
    public void Misspelt_or_inflected_word_is_near_the_right_one(string word, string right)
    {
        var near = Vectors.Cosine(word, right);
        Assert.InRange(near, 0.15, 0.99);
        Assert.All(["kettle", "network", "mountain", "photograph"], other => Assert.True(Vectors.Cosine(word, other) < near - 0.1, other));
    }

    [Fact]
    public void Editors_are_nearer_to_text_editor_than_compilers_are()
    {
        var editors = new[] { "vim", "nano" }.Min(name => Vectors.Cosine("text editor", Descriptions[name]));
        var compilers = new[] { "gcc", "rustc" }.Max(name => Vectors.Cosine("text editor", Descriptions[name]));
        Assert.True(editors > compilers + 0.1, $"{editors} {compilers}");
    }

    [Fact]
    public void Texts_without_anything_in_common_are_about_orthogonal()
    {
        // 12 random words of 8 letters each: what is in common is chance.
        var random = new Random(1);
        var texts = Enumerable.Range(0, 100).Select(_ => string.Join(' ', Enumerable.Range(0, 12).Select(_ => Word(random)))).ToArray();
        var cosines = texts.SelectMany((a, i) => texts.Skip(i + 1).Select(b => Vectors.Cosine(a, b))).ToArray();
        Assert.InRange(cosines.Average(), -0.02, 0.02);
        Assert.InRange(Math.Sqrt(cosines.Average(cosine => cosine * cosine)), 0.03, 0.08);

        static string Word(Random random) => string.Concat(Enumerable.Range(0, 8).Select(_ => (char)('a' + random.Next(26))));
    }

    private static string[] Ranked(string question) =>
        [.. Descriptions.OrderByDescending(pair => Vectors.Cosine(question, pair.Value)).Select(pair => pair.Key)];
}
