using System.Text.Json;

namespace ThreeDb.Benchmarks;

/// <summary>Engines that projections are measured with.</summary>
/// <param name="Engines">Those at hand.</param>
/// <param name="Stop">Stops what was started.</param>
public sealed record BenchmarkEngines(IReadOnlyList<BenchmarkEngine> Engines, Func<Task> Stop) : IAsyncDisposable
{
    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Stop();
}

/// <summary>An engine.</summary>
/// <param name="Kind">The kind of projection.</param>
/// <param name="Settings">The settings of a projection into it.</param>
public sealed record BenchmarkEngine(string Kind, JsonElement Settings);
