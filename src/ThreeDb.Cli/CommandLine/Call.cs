using System.CommandLine;
using ThreeDb.Client;

namespace ThreeDb.Cli;

/// <summary>One call of a verb: what was asked, where to answer, and the server.</summary>
internal sealed class Call(ParseResult parsed, Shell shell, Screen screen, CancellationToken cancellationToken) : IDisposable
{
    private ThreeDbClient? _client;
    private ThreeDbClient? _view;
    private Target? _target;

    /// <summary>Where the answer goes.</summary>
    public Screen Screen { get; } = screen;

    /// <summary>The surroundings.</summary>
    public Shell Shell { get; } = shell;

    /// <summary>Cancelled when the user interrupts.</summary>
    public CancellationToken Token { get; } = cancellationToken;

    /// <summary>The exit code when nothing fails; for verbs whose answer is one.</summary>
    public int ExitCode { get; set; }

    /// <summary>Which server is asked, with which key.</summary>
    public Target Target => _target ??= Target.Find(Get(GlobalOptions.Url), Get(GlobalOptions.KeyFile), Shell);

    /// <summary>The server; its reads see the position that the call demands. Nothing is sent before it is used.</summary>
    public ThreeDbClient Db => _view ??= PositionOptions.Apply(
        _client ??= new ThreeDbClient(Target.Url, Target.Key), Get(PositionOptions.AtLeast), Get(PositionOptions.Wait));

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>Whether an option was given.</summary>
    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    public void Dispose()
    {
        _view?.Dispose();
        _client?.Dispose();
    }
}
