using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ThreeDb.Postgres.Tests;

/// <summary>Keeps the plans of all statements that an engine runs: auto_explain sends them as notices, and Npgsql logs those.</summary>
internal sealed class PlanLog : ILoggerFactory, ILogger
{
    private const string Marker = "plan:\n";

    private readonly ConcurrentQueue<JsonElement> _plans = new();

    /// <summary>Has PostgreSQL send plans to everybody who connects to a database from now on.</summary>
    public static Task TurnOnAsync(Sql admin) => admin.RunAsync("""
        do $$ declare setting text; begin
            foreach setting in array array['session_preload_libraries = auto_explain', 'auto_explain.log_min_duration = 0', 'auto_explain.log_level = notice',
                'auto_explain.log_format = json', 'auto_explain.log_nested_statements = on'] loop
                execute format('alter database %I set %s', current_database(), setting);
            end loop;
        end $$
        """);

    /// <summary>Plans so far, each with its <c>Query Text</c> and <c>Plan</c>.</summary>
    public IReadOnlyList<JsonElement> Plans => [.. _plans];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("What is logged is kept here.");

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (text.IndexOf(Marker, StringComparison.Ordinal) is var at and >= 0)
        {
            _plans.Enqueue(JsonElement.Parse(text[(at + Marker.Length)..]));
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
