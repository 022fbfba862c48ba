using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ThreeDb.Testing;

/// <summary>Keeps what is logged as <c>[3003] text</c>.</summary>
/// <param name="from">The lowest level that is kept.</param>
public sealed class CollectedLog(LogLevel from = LogLevel.Information) : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("What is logged is kept here.");

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"[{eventId.Id}] {formatter(state, exception)}");

    public bool IsEnabled(LogLevel logLevel) => logLevel >= from;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
