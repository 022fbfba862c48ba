using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ThreeDb.Client;

/// <summary>Sends requests and reads answers: JSON on success, a problem (RFC 9457) otherwise.</summary>
internal sealed class Wire : IDisposable
{
    private readonly HttpClient _http;

    // What reads demand, as parameters of their address; empty for nothing.
    private readonly string _demand = "";

    public Wire(Uri server, string? key, HttpMessageHandler? handler)
    {
        _http = handler is null
            ? new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
            : new HttpClient(handler, disposeHandler: false);
        _http.BaseAddress = server;
        _http.Timeout = Timeout.InfiniteTimeSpan;
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    private Wire(HttpClient http, string demand)
    {
        _http = http;
        _demand = demand;
    }

    /// <summary>The same connection, where every read demands a position. The original owns the connection.</summary>
    public Wire Demanding(Position position, TimeSpan? wait) => new(_http, Query(("atLeast", position.Token ?? ""), ("wait", wait?.TotalSeconds))[1..]);

    /// <summary>The address of an entity.</summary>
    public static string Entity(string id, string rest = "") => $"/v1/entities/{Escape(id)}{rest}";

    /// <summary>Escapes one segment or value.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1008</c> for ids that no address can hold.</exception>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!JsonGuard.IsStorable(text))
        {
            throw new ThreeDbException(ErrorCodes.InvalidId, "The text holds U+0000 or a surrogate without its partner.");
        }

        return text is "" or "." or ".." ? throw new ThreeDbException(ErrorCodes.InvalidId, $"'{text}' cannot be an id.") : Uri.EscapeDataString(text);
    }

    /// <summary>A query string of the parameters that are given.</summary>
    public static string Query(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var parts = new List<string>();
        foreach (var (name, value) in parameters)
        {
            switch (value)
            {
                case null:
                    break;
                case IReadOnlyList<string> many:
                    parts.AddRange(many.Select(one => $"{name}={Uri.EscapeDataString(one)}"));
                    break;
                default:
                    parts.Add($"{name}={Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture)!)}");
                    break;
            }
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    public static HttpRequestMessage Request<T>(HttpMethod method, string address, T body, string mediaType = "application/json") => new(method, address)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ThreeDbJson.Options)) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
    };

    public static void SetVersion(HttpRequestMessage request, long? version)
    {
        if (version is { } wanted)
        {
            request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{wanted}\""));
        }
    }

    public static void SetIdempotencyKey(HttpRequestMessage request, string? key)
    {
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }
    }

    /// <summary>Reads at an address.</summary>
    public async Task<T> GetAsync<T>(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Demanded(address));
        return await SendAsync<T>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads at an address what comes as another media type, to be read by the caller.</summary>
    public async Task<HttpResponseMessage> GetAsync(string address, string mediaType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Demanded(address));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what a body asks for.</summary>
    public async Task<TAnswer> AskAsync<TQuestion, TAnswer>(string address, TQuestion question, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, Demanded(address), question);
        return await SendAsync<TAnswer>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for an answer of another media type, to be read by the caller.</summary>
    public async Task<HttpResponseMessage> AskAsync<TQuestion>(string address, TQuestion question, string mediaType, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, Demanded(address), question);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives an order without a body, whose answer has seen what is demanded.</summary>
    public async Task<T> OrderAsync<T>(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Demanded(address));
        return await SendAsync<T>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets something that may not exist; null when it does not.</summary>
    public async Task<T?> FindAsync<T>(string address, ErrorCode missing, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync<T>(address, cancellationToken).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (e.Code == missing)
        {
            return null;
        }
    }

    public async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(stream, ThreeDbJson.Options, cancellationToken).ConfigureAwait(false)
                ?? throw new ThreeDbException(ErrorCodes.Internal, "The server answered null.");
        }
        catch (JsonException e)
        {
            throw new ThreeDbException(ErrorCodes.Internal, $"The server's answer could not be read: {e.Message}", "Use a client of the server's version.", inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
    }

    /// <summary>Sends a request; a problem becomes an exception.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ProblemReader.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Nobody answered, or the answer broke off.</summary>
    public ThreeDbException Unreachable(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
            new ThreeDbException(ErrorCodes.ServerNotRunning, $"No 3db server answers at {_http.BaseAddress}.", inner: e),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new ThreeDbException(ErrorCodes.ServerNotRunning,
            $"There is no secure connection to {_http.BaseAddress}: {e.GetBaseException().Message.TrimEnd('.')}.",
            "Use http:// if the server speaks no TLS there; else see whether this machine trusts its certificate. Nothing was sent.", inner: e),
        _ => new ThreeDbException(ErrorCodes.OutcomeUnknown, $"The connection to {_http.BaseAddress} broke: {e.Message}", inner: e),
    };

    private string Demanded(string address) =>
        _demand.Length == 0 ? address : address + (address.Contains('?', StringComparison.Ordinal) ? '&' : '?') + _demand;
}
