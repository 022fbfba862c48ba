namespace ThreeDb.Connectors.Resp;

/// <summary>The first commands of a connection: RESP3 where the server knows it, the sign-in, the database.</summary>
internal static class RespHandshake
{
    public static async Task RunAsync(RespConnection connection, RespOptions options, CancellationToken cancellationToken)
    {
        var endpoint = options.Endpoint;
        var signIn = endpoint.Password is { } password ? new RespArgument[] { "AUTH", endpoint.User ?? "default", password } : [];
        var hello = await SendAsync("HELLO", ["3", .. signIn, "SETNAME", options.ClientName]).ConfigureAwait(false);
        var isOld = hello.IsError && IsOldServer(hello.AsText()!);
        if (isOld)
        {
            await SignInAsync().ConfigureAwait(false);
        }
        else
        {
            Require(hello);
        }

        if (endpoint.Database > 0)
        {
            Require(await SendAsync("SELECT", [endpoint.Database]).ConfigureAwait(false));
        }

        foreach (var (command, arguments) in options.Greeting)
        {
            Require(await SendAsync(command, arguments).ConfigureAwait(false));
        }

        if (!isOld && options.Channels.Count > 0)
        {
            // In RESP3 a subscription is confirmed by pushes, and only its refusal is an answer: whichever comes before the answer to PING.
            connection.Post("SUBSCRIBE", [.. options.Channels.Select(RespArgument.FromText)]);
            Require(await SendAsync("PING", []).ConfigureAwait(false));
            connection.BeginListening();
        }

        async Task SignInAsync()
        {
            if (endpoint.Password is { } secret)
            {
                Require(await SendAsync("AUTH", endpoint.User is { } user ? [user, secret] : [secret]).ConfigureAwait(false));
            }
        }

        Task<RespValue> SendAsync(string command, IReadOnlyList<RespArgument> arguments) =>
            connection.SendAsync(command, arguments, options.ConnectTimeout, cancellationToken);

        void Require(RespValue answer)
        {
            if (answer.IsError)
            {
                throw new RespErrorException(endpoint.ToString(), answer.AsText()!);
            }
        }
    }

    // Before 6.0 there is no HELLO; some services know it and refuse version 3.
    private static bool IsOldServer(string error) =>
        error.StartsWith("NOPROTO", StringComparison.Ordinal) || error.StartsWith("ERR unknown command", StringComparison.OrdinalIgnoreCase);
}
