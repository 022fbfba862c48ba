using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ThreeDb.LocalPostgres;

/// <summary>Ports of the loopback address.</summary>
internal static class LocalPort
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>A port that is free now. Someone may take it before it is used: whoever uses it must be ready to ask again.</summary>
    public static int Choose()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether nothing listens on the port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Who listens on the port, as far as this user may see: <c>nginx (process 1234)</c> or <c>another process</c>.</summary>
    public static string DescribeOwner(int port)
    {
        var sockets = Tables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == "0A" && PortOf(fields[1]) == port)
            .Select(fields => $"socket:[{fields[9]}]")
            .ToHashSet();
        var owner = ProcessTable.All().FirstOrDefault(process => Holds(process, sockets));
        return owner == 0 ? "another process" : $"{ProcessTable.NameOf(owner)} (process {owner})";
    }

    private static int PortOf(string address) =>
        int.TryParse(address.AsSpan(address.IndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)
            ? port
            : 0;

    private static bool Holds(int process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd")
                .Any(descriptor => ProcessTable.ReadLink(descriptor) is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
