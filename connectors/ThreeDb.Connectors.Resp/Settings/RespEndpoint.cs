using System.Globalization;

namespace ThreeDb.Connectors.Resp;

/// <summary>Where a server is and who signs in.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
public sealed record RespEndpoint(string Host, int Port)
{
    /// <summary>The port when none is given.</summary>
    public const int DefaultPort = 6379;

    /// <summary>Whether the connection is encrypted and the server's certificate checked.</summary>
    public bool Tls { get; init; }

    /// <summary>Who signs in; null for the server's <c>default</c>.</summary>
    public string? User { get; init; }

    /// <summary>The password; null to sign in without.</summary>
    public string? Password { get; init; }

    /// <summary>The number of the database. Default 0.</summary>
    public int Database { get; init; }

    /// <summary>Reads <c>redis://[user[:password]@]host[:port][/database]</c>; <c>rediss</c> for TLS. The names <c>valkey</c> and <c>valkeys</c> mean the same.</summary>
    /// <param name="text">The address.</param>
    /// <param name="fault">What is wrong with it, as a sentence that never holds the password; null when it is right.</param>
    public static RespEndpoint? TryParse(string text, out string? fault)
    {
        fault = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            fault = "It is no address of the form redis://[user@]host[:port][/database].";
            return null;
        }

        var database = 0;
        var path = uri.AbsolutePath.Trim('/');
        fault = uri switch
        {
            _ when uri.Scheme is not ("redis" or "rediss" or "valkey" or "valkeys") => $"The scheme '{uri.Scheme}' is not known; use redis://, or rediss:// for TLS.",
            _ when path.Length > 0 && !int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out database) => "What follows the port is no number of a database.",
            _ when uri.Query.Length + uri.Fragment.Length > 0 => "The address takes no '?' and no '#'; other settings are members of their own.",
            _ => null,
        };
        var signIn = uri.UserInfo.Split(':', 2);
        return fault is not null ? null : new RespEndpoint(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : DefaultPort)
        {
            Tls = uri.Scheme.EndsWith('s') && uri.Scheme is "rediss" or "valkeys",
            User = signIn[0].Length > 0 ? Uri.UnescapeDataString(signIn[0]) : null,
            Password = signIn.Length > 1 ? Uri.UnescapeDataString(signIn[1]) : null,
            Database = database,
        };
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static RespEndpoint Parse(string text) => TryParse(text, out var fault) ?? throw new ArgumentException(fault, nameof(text));

    /// <summary>The address, for people and their tools: never who signs in.</summary>
    public string Address => $"{(Tls ? "rediss" : "redis")}://{this}{(Database > 0 ? string.Create(CultureInfo.InvariantCulture, $"/{Database}") : "")}";

    /// <summary>Host and port, for messages: never who signs in.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
