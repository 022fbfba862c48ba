using Microsoft.Extensions.AI;

namespace ThreeDb.Embeddings.Tests;

public sealed class GeneratorTextEmbedderTests
{
    private static readonly GeneratorTextEmbedderOptions Options = new() { Model = "test", Dimension = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vectors_are_brought_to_norm_1_and_keep_their_order()
    {
        using var generator = new FixedGenerator(texts => texts.Select(text => new float[] { text.Length, 0.5f * text.Length }));
        var vectors = await new GeneratorTextEmbedder(generator, Options with { BatchSize = 2 }).EmbedAsync(["a", "bb", "ccc", "dddd", "eeeee"], Cancellation);
        Assert.Equal(5, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal([0.8944272f, 0.4472136f], vector));
        Assert.Equal([["a", "bb"], ["ccc", "dddd"], ["eeeee"]], generator.Asked);
    }

    [Fact]
    public async Task Vectors_belong_to_their_texts_when_empty_texts_are_left_out()
    {
        using var generator = new FixedGenerator(texts => texts.Select(text => text == "x" ? new float[] { 3, 0 } : [0, -2]));
        var vectors = await new GeneratorTextEmbedder(generator, Options with { BatchSize = 2 }).EmbedAsync(["", "x", " \n", "y", "x", ""], Cancellation);
        Assert.Equal([[0, 0], [1, 0], [0, 0], [0, -1], [1, 0], [0, 0]], vectors);
        Assert.Equal([["x", "y"], ["x"]], generator.Asked);
        Assert.Empty(await new GeneratorTextEmbedder(generator, Options).EmbedAsync([], Cancellation));
    }

    [Fact]
    public async Task Large_and_small_numbers_are_normalised()
    {
        float[][] answers = [[float.MaxValue, float.MaxValue], [float.Epsilon, 0], [0, 0]];
        using var generator = new FixedGenerator(_ => answers);
        var vectors = await new GeneratorTextEmbedder(generator, Options).EmbedAsync(["a", "b", "c"], Cancellation);
        Assert.Equal([[0.70710677f, 0.70710677f], [1, 0], [0, 0]], vectors);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Number_that_is_not_finite_is_refused(float value)
    {
        var fault = await FaultAsync(_ => [[1, value]]);
        Assert.Contains("'test' cannot be used: a vector holds a value that is no finite number", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vector_of_another_length_is_refused()
    {
        var fault = await FaultAsync(_ => [[1, 2, 3]]);
        Assert.Equal(ErrorCodes.EmbeddingModelMismatch, fault.Code);
        Assert.Contains("3 numbers instead of 2", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Another_number_of_vectors_is_refused(int count)
    {
        var fault = await FaultAsync(_ => Enumerable.Repeat(new float[] { 1, 0 }, count));
        Assert.Contains($"{count} vectors for 1 texts", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_names_model_and_cause()
    {
        var cause = new InvalidOperationException("outer", new HttpRequestException("connection refused"));
        var fault = await FaultAsync(_ => throw cause);
        Assert.Equal("TDB4012", fault.Code.Code);
        Assert.True(fault.IsTransient);
        Assert.Contains("'test' failed: InvalidOperationException: connection refused", fault.Message, StringComparison.Ordinal);
        Assert.Same(cause, fault.InnerException);
    }

    [Fact]
    public async Task Fault_of_3db_passes_unchanged()
    {
        var cause = new ThreeDbException(ErrorCodes.DeadlineExceeded);
        Assert.Same(cause, await FaultAsync(_ => throw cause));
    }

    [Fact]
    public async Task Cancellation_is_no_failure_but_a_time_out_of_the_generator_is()
    {
        using var generator = new FixedGenerator(_ => [[1, 0]]);
        var embedder = new GeneratorTextEmbedder(generator, Options);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await embedder.EmbedAsync(["a"], new CancellationToken(true)));
        Assert.Equal("TDB4012", (await FaultAsync(_ => throw new TaskCanceledException("timed out"))).Code.Code);
    }

    [Theory]
    [InlineData("text-embedding-3-small", "text_embedding_3_small")]
    [InlineData("BAAI/bge-m3:latest", "baai_bge_m3_latest")]
    [InlineData("__a..b__", "a_b")]
    [InlineData("模型", "model_*")]
    [InlineData("a-very-long-name-of-a-model-that-goes-on-and-on-v1", "a_very_long_name_of_a_model_tha_*")]
    public void Model_name_has_the_form_that_is_allowed(string name, string expected)
    {
        using var generator = new FixedGenerator(_ => []);
        var model = new GeneratorTextEmbedder(generator, Options with { Model = name }).Model;
        Assert.Matches("^[a-z0-9_]{1,40}$", model);
        Assert.Matches("^" + expected.Replace("*", "[0-9a-f]{8}", StringComparison.Ordinal) + "$", model);
        Assert.Equal(expected.Contains('*', StringComparison.Ordinal), model != new GeneratorTextEmbedder(generator, Options with { Model = name.Replace("v1", "v2", StringComparison.Ordinal).Replace("型", "X型", StringComparison.Ordinal) }).Model);
    }

    [Fact]
    public void Model_and_dimension_come_from_the_metadata_unless_they_are_given()
    {
        using var generator = new FixedGenerator(_ => [], new EmbeddingGeneratorMetadata("provider", null, "Model-1", 384));
        var plain = new GeneratorTextEmbedder(generator);
        Assert.Equal(("model_1", 384, false), (plain.Model, plain.Dimension, plain.IsLocal));
        var given = new GeneratorTextEmbedder(generator, new() { Model = "other", Dimension = 128, IsLocal = true });
        Assert.Equal(("other", 128, true), (given.Model, given.Dimension, given.IsLocal));
    }

    [Fact]
    public void Generator_that_says_nothing_needs_options()
    {
        using var generator = new FixedGenerator(_ => []);
        Assert.Contains("CreateAsync", Assert.Throws<ArgumentException>(() => new GeneratorTextEmbedder(generator, new() { Model = "m" })).Message, StringComparison.Ordinal);
        Assert.Contains("Set Model", Assert.Throws<ArgumentException>(() => new GeneratorTextEmbedder(generator, new() { Dimension = 2 })).Message, StringComparison.Ordinal);
        foreach (var wrong in new[] { Options with { BatchSize = 0 }, Options with { BatchSize = 10_001 }, Options with { Dimension = 0 }, Options with { Dimension = 16_001 } })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new GeneratorTextEmbedder(generator, wrong));
        }
    }

    [Fact]
    public async Task CreateAsync_asks_for_the_dimension_only_when_nobody_says_it()
    {
        using var silent = new FixedGenerator(texts => texts.Select(_ => new float[] { 1, 2, 3 }));
        Assert.Equal(3, (await GeneratorTextEmbedder.CreateAsync(silent, new() { Model = "m" }, Cancellation)).Dimension);
        Assert.Single(silent.Asked);
        await GeneratorTextEmbedder.CreateAsync(silent, Options, Cancellation);
        Assert.Single(silent.Asked);
        using var broken = new FixedGenerator(_ => throw new HttpRequestException("refused"));
        var fault = await Assert.ThrowsAsync<ThreeDbException>(() => GeneratorTextEmbedder.CreateAsync(broken, new() { Model = "m" }, Cancellation));
        Assert.Contains("refused", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hashing_embedder_gives_the_same_through_the_adapter()
    {
        using var hashing = new HashingEmbedder();
        var adapter = new GeneratorTextEmbedder(hashing);
        Assert.Equal((hashing.Model, hashing.Dimension), (adapter.Model, adapter.Dimension));
        var direct = await hashing.EmbedAsync(["a text editor"], Cancellation);
        var adapted = await adapter.EmbedAsync(["a text editor"], Cancellation);
        Assert.Equal(1, Vectors.Dot(direct[0], adapted[0]), 1e-6);
    }

    private static async Task<ThreeDbException> FaultAsync(Func<IReadOnlyList<string>, IEnumerable<float[]>> answer)
    {
        using var generator = new FixedGenerator(answer);
        return await Assert.ThrowsAsync<ThreeDbException>(async () => await new GeneratorTextEmbedder(generator, Options).EmbedAsync(["a"], Cancellation));
    }
}
