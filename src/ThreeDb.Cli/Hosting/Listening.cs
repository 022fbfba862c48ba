using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using ThreeDb.Server;

namespace ThreeDb.Cli;

/// <summary>Where a server shall listen.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port; 0 for a free one.</param>
internal sealed record Listening(IPAddress Address, int Port)
{
    public static readonly Option<int> PortOption = new("--port")
    {
        Description = "The port; 0 for a free one", HelpName = "PORT", DefaultValueFactory = _ => ServerOptions.DefaultPort,
    };

    public static readonly Option<string> AddressOption = new("--listen")
    {
        Description = "The address; any but a loopback one needs an API key ('3db key create')", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1",
    };

    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public static Listening Of(Call call)
    {
        var text = call.Get(AddressOption)!;
        var address = text == "localhost" ? IPAddress.Loopback
            : text == "*" ? IPAddress.Any
            : IPAddress.TryParse(text.Trim('[', ']'), out var parsed) ? parsed
            : throw Usage.Fault($"--listen: '{Printable.Short(text)}' is not an IP address; use for example 127.0.0.1, 0.0.0.0 or ::1.");
        return call.Get(PortOption) is >= 0 and <= 65535 and var port
            ? new Listening(address, port)
            : throw Usage.Fault($"--port: {call.Get(PortOption)} is not in 0 to 65535.");
    }

    public string Url => $"http://{new IPEndPoint(Address, Port)}";

    /// <summary>Fails early when somebody else listens there.</summary>
    /// <exception cref="ThreeDbException"><c>TDB5001</c>.</exception>
    public void CheckFree()
    {
        using var probe = new TcpListener(Address, Port);
        try
        {
            probe.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw Taken(e);
        }
        catch (SocketException e)
        {
            throw new ThreeDbException(ErrorCodes.PortTaken, $"3db cannot listen on {new IPEndPoint(Address, Port)}: {e.Message}.",
                "Choose an address of this machine, and a port from 1024 on.", inner: e);
        }
    }

    /// <summary>The failure of a port that somebody else has.</summary>
    public ThreeDbException Taken(Exception? inner) => new(ErrorCodes.PortTaken, $"Something else listens on {new IPEndPoint(Address, Port)}.",
        "Choose another port: '3db up --port 7374', or '3db up --port 0' for a free one.", inner: inner);
}
