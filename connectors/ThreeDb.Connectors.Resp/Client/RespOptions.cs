namespace ThreeDb.Connectors.Resp;

/// <summary>How to reach a server.</summary>
public sealed record RespOptions
{
    /// <summary>Where it is.</summary>
    public required RespEndpoint Endpoint { get; init; }

    /// <summary>How long a connection may take, sign-in included. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take. Default 5 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many commands may wait for their answers at once; further ones wait to be sent. Default 1,024.</summary>
    public int MaxInFlight { get; init; } = 1024;

    /// <summary>What the server may send at most.</summary>
    public RespLimits Limits { get; init; } = new();

    /// <summary>What the server shows this client as. Default <c>3db</c>.</summary>
    public string ClientName { get; init; } = "3db";

    /// <summary>Told of every push message of RESP3; must return at once and not throw. Null: they are passed over.</summary>
    public Action<RespValue>? OnPush { get; init; }

    /// <summary>Channels whose messages come as pushes. With a server that knows RESP2 only, none come.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Told when the messages of <see cref="Channels"/> begin to come, and when they end with the connection; must return at once and not throw.</summary>
    public Action<bool>? OnListening { get; init; }

    /// <summary>Commands that go first on every new connection. If one fails, there is no connection.</summary>
    public IReadOnlyList<(string Command, IReadOnlyList<RespArgument> Arguments)> Greeting { get; init; } = [];
}
