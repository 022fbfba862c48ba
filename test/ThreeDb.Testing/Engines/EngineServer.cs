using System.Collections.Concurrent;
using System.Diagnostics;

namespace ThreeDb.Testing;

/// <summary>A real server: the one that its variable names, else one that this process starts and ends.</summary>
public sealed class EngineServer : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<Engine, Lazy<Task<EngineServer>>> Shared = new();

    private readonly Engine _engine;
    private readonly string? _folder;
    private EngineProcess? _process;

    private EngineServer(Engine engine, string url, string? folder, EngineProcess? process)
    {
        _engine = engine;
        Url = url;
        _folder = folder;
        _process = process;
    }

    /// <summary>Its address, as the settings of a projection take it.</summary>
    public string Url { get; }

    /// <summary>The server that all tests of this process share. Tests keep their data apart by tenant.</summary>
    public static Task<EngineServer> SharedAsync(Engine engine) => Shared.GetOrAdd(engine, key => new Lazy<Task<EngineServer>>(() => FindAsync(key))).Value;

    /// <summary>A server for one test, which may kill it.</summary>
    public static async Task<EngineServer> OwnAsync(Engine engine, CancellationToken cancellationToken = default)
    {
        await EngineFolders.SweepAsync(engine);
        var folder = EngineFolders.Create(engine);
        try
        {
            var process = await engine.StartAsync(folder, cancellationToken);
            return new EngineServer(engine, process.Url, folder, process);
        }
        catch (ThreeDbException exception)
        {
            await EngineFolders.EndAsync(engine, folder);
            Prerequisite.Missing($"{engine.Name} cannot be started: {exception.Message} {exception.Hint}", engine.Remedy);
            throw;
        }
    }

    /// <summary>Ends it without warning, as a crash would. Only for servers of one test.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(Own.ProcessId);
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Starts it again, on the same port.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default) => _process = await _engine.StartAsync(_folder!, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await EngineFolders.EndAsync(_engine, _folder);
        }
    }

    private EngineProcess Own => _process ?? throw new InvalidOperationException("A server that a variable names is not ours to kill.");

    private static async Task<EngineServer> FindAsync(Engine engine)
    {
        if (Environment.GetEnvironmentVariable(engine.Variable) is { Length: > 0 } named)
        {
            return new EngineServer(engine, named, null, null);
        }

        var own = await OwnAsync(engine);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => own.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return own;
    }
}
