using System.Net;

namespace ThreeDb.Testing;

/// <summary>Addresses that lead through a <see cref="FaultProxy"/>.</summary>
public static class Links
{
    /// <summary>Where the server of an address listens.</summary>
    /// <param name="url">The address.</param>
    /// <param name="port">The port when it names none.</param>
    public static EndPoint ServerOf(string url, int port)
    {
        var uri = new Uri(url);
        return new DnsEndPoint(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : port);
    }

    /// <summary>The same address with another server.</summary>
    public static string Through(string url, IPEndPoint at) => new UriBuilder(url) { Host = at.Address.ToString(), Port = at.Port }.Uri.OriginalString;
}
