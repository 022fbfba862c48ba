using System.Net.Sockets;
using System.Security.Authentication;

namespace ThreeDb.Connectors.Resp;

/// <summary>What to do about failures, by their cause.</summary>
internal static class RespHints
{
    private const string Meanwhile = "it is tried again meanwhile";

    /// <summary>About an error that a server answered with; null where the code of the error says enough.</summary>
    public static string? Of(string prefix, string text) => prefix switch
    {
        "READONLY" => $"The address leads to a replica: give that of the primary in 'url' with '3db sync add', or promote it; {Meanwhile}.",
        "OOM" => $"The server has used up its memory: raise 'maxmemory' there, or free some; {Meanwhile}.",
        "MISCONF" => $"The server cannot save to its disk, and takes no writes until it can: its log says why (mostly a full disk, or rights in its folder); {Meanwhile}.",
        "LOADING" => $"Nothing, the server reads its data at its start; {Meanwhile}.",
        "BUSY" => $"A script of somebody runs too long there: 'SCRIPT KILL' ends it; {Meanwhile}.",
        "MASTERDOWN" => $"The address leads to a replica whose primary is away: start the primary, or give its address in 'url'; {Meanwhile}.",
        "CLUSTERDOWN" or "TRYAGAIN" => $"The cluster is not whole: 'CLUSTER INFO' there says what is missing; {Meanwhile}.",
        "NOREPLICAS" => $"The server wants more replicas before it takes writes: start them, or lower 'min-replicas-to-write'; {Meanwhile}.",
        "NOPERM" => "The user lacks a right there: 'ACL SETUSER NAME ~3db* &3db* +@all -@admin' gives what is needed; then '3db sync resume'.",
        "DENIED" => "The server lets in nobody from other machines (protected mode): give it a password and name that in 'passwordFile', or bind it to a private address; then '3db sync resume'.",
        _ when IsAboutDatabase(text) => "Correct the number after the host in 'url' with '3db sync add', or raise 'databases' there, then '3db sync resume'.",
        _ => null,
    };

    /// <summary>Whether the server has no database of the number in the address.</summary>
    public static bool IsAboutDatabase(string text) =>
        text.Contains("DB index is out of range", StringComparison.Ordinal) || text.Contains("SELECT is not allowed in cluster mode", StringComparison.Ordinal);

    /// <summary>About a connection that did not come about; null where the engine is simply not there.</summary>
    public static string? Of(Exception failure, RespEndpoint endpoint) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            $"No such host is known: correct it in 'url' with '3db sync add', or mend the name resolution here; {Meanwhile}.",
        SocketException => null,
        AuthenticationException or IOException or OperationCanceledException when endpoint.Tls =>
            $"Look whether the server speaks TLS at this port, with a certificate that is trusted here: rediss:// is with TLS, redis:// without; {Meanwhile}.",
        ThreeDbException { Code: var code } and not RespErrorException when code == ErrorCodes.ProjectionUnreachable =>
            $"Look whether host, port and scheme in 'url' lead to the engine (rediss:// for TLS), and into its log; {Meanwhile}.",
        _ => null,
    };
}
