namespace ThreeDb.Connectors.Resp;

/// <summary>The server answered with an error.</summary>
public sealed class RespErrorException : ThreeDbException
{
    // What passes by itself, or with the help of an operator: the command itself is not at fault.
    private static readonly string[] Passing = ["LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "NOREPLICAS", "MISCONF", "OOM"];

    internal RespErrorException(string server, string text)
        : this(server, text, PrefixOf(text))
    {
    }

    private RespErrorException(string server, string text, string prefix)
        : base(Passing.Contains(prefix) ? ErrorCodes.ProjectionUnreachable : ErrorCodes.ProjectionFailed, $"{server} answered: {text}")
    {
        Prefix = prefix;
        Text = text;
    }

    /// <summary>The first word, by which the server classes its errors: <c>ERR</c>, <c>WRONGTYPE</c>, <c>NOSCRIPT</c>, …</summary>
    public string Prefix { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    private static string PrefixOf(string text) => text.IndexOf(' ', StringComparison.Ordinal) is var end and >= 0 ? text[..end] : text;
}
