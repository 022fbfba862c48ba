using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using ThreeDb.Testing;

namespace ThreeDb.Embeddings.Tests;

public sealed class HashingEmbedderTests
{
    private const string Mixed = "The quick brown fox — Größe 42, naïve café; ПРИВЕТ мир! 日本語のテキスト हिन्दी 😀 the THE The x";

    [Fact]
    public void Vector_is_the_same_in_every_process_and_on_every_machine()
    {
        // A change here needs a new ModelName: stored vectors would not fit.
        var bytes = MemoryMarshal.AsBytes(HashingEmbedder.Embed(Mixed).AsSpan());
        Assert.Equal("0e8af8554f7ca909ae3203fd95443447", Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]);
        Assert.Equal("hashing_256_v1", HashingEmbedder.ModelName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \t\r\n")]
    [InlineData("!?… — \"'()[]{}<>")]
    [InlineData("😀❤️")]
    [InlineData("\uFFFD\u200B")]
    public void Text_without_letters_and_digits_has_the_zero_vector(string text) =>
        Assert.All(HashingEmbedder.Embed(text), value => Assert.Equal(0, value));

    [Theory]
    [InlineData("a")]
    [InlineData("the")]
    [InlineData("ab")]
    [InlineData("7")]
    [InlineData("語")]
    [InlineData("𝒳")]
    [InlineData(Mixed)]
    public void Text_with_content_has_a_vector_of_norm_1(string text)
    {
        var vector = HashingEmbedder.Embed(text);
        Assert.Equal(256, vector.Length);
        Assert.Equal(1, Vectors.Norm(vector), 1e-5);
    }

    [Theory]
    [InlineData("Text Editor", "text editor")]
    [InlineData("GRÖSSE ПРИВЕТ", "grösse привет")]
    [InlineData("one, two; three!", "one two  three")]
    [InlineData("\U00010400", "\U00010428")]
    [InlineData("a-b_c", "a b c")]
    [InlineData("three two one", "one two three")]
    public void Case_order_and_separators_do_not_matter(string a, string b) => Assert.Equal(1, Vectors.Cosine(a, b), 1e-5);

    [Fact]
    public void Mark_belongs_to_the_letter_before_it() =>
        // Were the vowel signs separators, there would be three words of one letter.
        Assert.InRange(Vectors.Cosine("हिन्दी", "ह न द"), -0.9, 0.9);

    [Fact]
    public void Word_counts_by_the_square_root_of_its_occurrences()
    {
        var apple = HashingEmbedder.Embed("apple");
        var river = HashingEmbedder.Embed("river");
        var both = HashingEmbedder.Embed("apple apple apple apple river");

        // both = (2 A apple + R river) / norm, so two equations in A and R.
        var overlap = Vectors.Dot(apple, river);
        var (x, y) = (Vectors.Dot(both, apple), Vectors.Dot(both, river));
        var ratio = (x - (y * overlap)) / (y - (x * overlap));
        var plain = HashingEmbedder.Embed("apple river");
        var (u, v) = (Vectors.Dot(plain, apple), Vectors.Dot(plain, river));
        Assert.Equal(2, ratio / ((u - (v * overlap)) / (v - (u * overlap))), 1e-3);
    }

    [Fact]
    public void Common_words_count_little()
    {
        Assert.InRange(Vectors.Cosine("editor of the text", "editor text"), 0.99, 1);
        Assert.InRange(Vectors.Cosine("in the and of", "with the and of it"), 0.5, 0.999);
    }

    [Fact]
    public void Any_text_gives_norm_1_or_0_and_always_the_same() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, 0xFFFF).Select(code => (char)code).ArrayOf().ToArbitrary(), characters =>
        {
            var vector = HashingEmbedder.Embed(characters);
            var norm = Vectors.Norm(vector);
            Assert.True(norm == 0 || Math.Abs(norm - 1) < 1e-5, norm.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(vector, HashingEmbedder.Embed(characters));
        }));

    [Fact]
    public void Vector_does_not_depend_on_what_the_thread_embedded_before()
    {
        var expected = HashingEmbedder.Embed(Mixed);
        var words = string.Join(' ', Enumerable.Range(0, 60_000).Select(i => $"word{i}"));
        var large = HashingEmbedder.Embed(words);
        Assert.Equal(expected, HashingEmbedder.Embed(Mixed));
        Assert.Equal(large, HashingEmbedder.Embed(words));
        Assert.Equal(1, Vectors.Norm(HashingEmbedder.Embed(new string('x', 1_000_000))), 1e-5);
        Assert.Equal(expected, HashingEmbedder.Embed(Mixed));
    }

    [Fact]
    public void Threads_do_not_disturb_each_other()
    {
        var texts = Enumerable.Range(0, 200).Select(i => $"{Mixed} number {i} {i * 7}").ToArray();
        var expected = texts.Select(text => HashingEmbedder.Embed(text)).ToArray();
        var found = new float[texts.Length][];
        Parallel.For(0, texts.Length, i => found[i] = HashingEmbedder.Embed(texts[i]));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Embedding_allocates_nothing_but_the_vector()
    {
        var text = string.Join(' ', Enumerable.Repeat(Mixed, 5));
        var vector = new float[HashingEmbedder.VectorLength];
        Assert.Equal(0, AllocatedBytes.LeastOf(() => HashingEmbedder.Embed(text, vector)));
        Assert.Equal(HashingEmbedder.Embed(text), vector);
        Assert.Throws<ArgumentOutOfRangeException>(() => HashingEmbedder.Embed(text, new float[255]));
    }

    [Fact]
    public async Task Both_interfaces_give_the_same_vectors()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var embedder = new HashingEmbedder();
        string[] texts = ["one text", "", "another text"];
        var vectors = await ((ITextEmbedder)embedder).EmbedAsync(texts, cancellation);
        var generated = await embedder.GenerateAsync(texts, null, cancellation);
        Assert.Equal(texts.Select(text => HashingEmbedder.Embed(text)), vectors);
        Assert.Equal(vectors, generated.Select(embedding => embedding.Vector.ToArray()));
        Assert.All(generated, embedding => Assert.Equal(embedder.Model, embedding.ModelId));
        Assert.Equal((256, true), (embedder.Dimension, embedder.IsLocal));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => embedder.GenerateAsync(texts, new EmbeddingGenerationOptions { Dimensions = 64 }, cancellation));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await embedder.EmbedAsync(texts, new CancellationToken(true)));
    }

    [Fact]
    public void Services_are_the_metadata_and_the_embedder_itself()
    {
        using var embedder = new HashingEmbedder();
        var metadata = Assert.IsType<EmbeddingGeneratorMetadata>(embedder.GetService(typeof(EmbeddingGeneratorMetadata)));
        Assert.Equal(("3db", HashingEmbedder.ModelName, 256), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(embedder, embedder.GetService(typeof(ITextEmbedder)));
        Assert.Null(embedder.GetService(typeof(ITextEmbedder), "key"));
        Assert.Null(embedder.GetService(typeof(string)));
    }
}
