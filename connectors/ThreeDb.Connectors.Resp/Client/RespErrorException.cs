namespace ThreeDb.Connectors.Resp;

/// <summary>The server answered with an error.</summary>
public sealed class RespErrorException : ThreeDbException
{
    // What passes by itself, or with the help of an operator: the command itself is not at fault.
    private static readonly string[] Passing = ["LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "NOREPLICAS", "MISCONF", "OOM"];

    // What somebody has to mend before any command can succeed.
    private static readonly string[] NotLetIn = ["NOAUTH", "WRONGPASS", "NOPERM", "DENIED"];

    internal RespErrorException(string server, string text)
        : this(server, text, PrefixOf(text))
    {
    }

    private RespErrorException(string server, string text, string prefix)
        : base(CodeOf(prefix, text), MessageOf(server, text, prefix), RespHints.Of(prefix, text))
    {
        Prefix = prefix;
        Text = text;
    }

    /// <summary>The first word, by which the server classes its errors: <c>ERR</c>, <c>WRONGTYPE</c>, <c>NOSCRIPT</c>, …</summary>
    public string Prefix { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    // The server's own sentence about a missing password is about commands that nobody has typed.
    private static string MessageOf(string server, string text, string prefix) => prefix switch
    {
        "NOAUTH" => $"{server} wants a password, and none is given (NOAUTH).",
        "WRONGPASS" => $"{server} refuses the user or the password that is given (WRONGPASS).",
        _ => $"{server} answered: {text}",
    };

    private static ErrorCode CodeOf(string prefix, string text) => RespHints.IsAboutDatabase(text) ? ErrorCodes.InvalidProjection :
        Passing.Contains(prefix) ? ErrorCodes.ProjectionUnreachable : NotLetIn.Contains(prefix) ? ErrorCodes.EngineRefusesCredentials : ErrorCodes.ProjectionFailed;

    private static string PrefixOf(string text) => text.IndexOf(' ', StringComparison.Ordinal) is var end and >= 0 ? text[..end] : text;
}
