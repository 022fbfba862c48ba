using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Speaks with one database of a server by its Query API, batches by its HTTP API where that takes them: each statement is one request and one transaction.</summary>
/// <remarks>The bookmarks of an answer go with every later request, so that on a cluster a read sees what was written before it.</remarks>
internal sealed class QueryApi : IDisposable
{
    private static readonly MediaTypeWithQualityHeaderValue s_plain = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue s_typed = new("application/vnd.neo4j.query");

    private readonly Neo4jSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Uri _address;
    private volatile IReadOnlyList<string> _bookmarks = [];
    private volatile bool _takesBatches = true;
    private volatile bool _tookBatch;

    public QueryApi(Neo4jSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _address = new Uri(settings.Url, $"db/{settings.Database}/query/v2");
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Where the database had got to after the last write of this process.</summary>
    public IReadOnlyList<string> Bookmarks => _bookmarks;

    /// <summary>Runs a statement. Rows go to <see cref="Query.OnRow"/> as they arrive, also those before an error.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7001</c>, <c>TDB7004</c>, <c>TDB7006</c>, <c>TDB7010</c>.</exception>
    public async Task<Answer> RunAsync(Query query, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(query.Deadline, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await SendAsync(query, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"has not answered within {query.Deadline.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable($"cannot be reached: {(e.InnerException ?? e).Message.TrimEnd('.')}", e, EngineFaults.Hint(e));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(Query query, CancellationToken cancellationToken)
    {
        var isBatch = query.IsBatch && _takesBatches;
        if (isBatch && await SendBatchAsync(query, cancellationToken).ConfigureAwait(false) is { } taken)
        {
            return taken;
        }

        using var request = JsonBody.Post(_address, chunks => WriteAsync(chunks, query));
        request.Headers.Accept.Add(query.IsTyped ? s_typed : s_plain);
        var answer = await ExchangeAsync(request, async (_, stream) => await AnswerReader.ReadAsync(stream, query.OnRow, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (isBatch)
        {
            // What the other way refused this one has taken: so it was the way.
            _takesBatches = false;
        }

        return answer!;
    }

    private async Task<Answer?> SendBatchAsync(Query query, CancellationToken cancellationToken)
    {
        using var request = BatchEndpoint.Request(_settings, query, _bookmarks);

        // Who answers before all is sent may hang up, and is then not heard.
        request.Headers.ExpectContinue = !_tookBatch;
        var answer = await ExchangeAsync(request, ReadAsync, cancellationToken).ConfigureAwait(false);
        _tookBatch |= answer is not null;
        return answer;

        async Task<Answer?> ReadAsync(HttpStatusCode status, Stream stream)
        {
            try
            {
                return await BatchEndpoint.ReadAsync(status, stream, query.OnRow, cancellationToken).ConfigureAwait(false);
            }
            catch (JsonException) when ((int)status >= 300)
            {
                // Somebody between here and there. Whether it was done is not known: the next attempt goes the other way, with a fence of its own.
                _takesBatches = false;
                throw;
            }
        }
    }

    private Task WriteAsync(JsonChunks chunks, Query query)
    {
        if (query.IsRead)
        {
            chunks.Json.WriteString("accessMode"u8, "READ"u8);
        }

        if (_bookmarks is { Count: > 0 } bookmarks)
        {
            chunks.Json.WritePropertyName("bookmarks"u8);
            JsonBody.WriteTexts(chunks.Json, bookmarks);
        }

        return JsonBody.WriteAsync(chunks, query);
    }

    private async Task<Answer?> ExchangeAsync(HttpRequestMessage request, Func<HttpStatusCode, Stream, Task<Answer?>> read, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = _settings.Credentials?.ToHeader();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var answer = await ReadAsync(response, read, cancellationToken).ConfigureAwait(false);
        if (answer?.Error is { } error)
        {
            if (EngineFaults.IsAboutBookmarks(error))
            {
                _bookmarks = [];
            }

            throw EngineFaults.Of(error, response.StatusCode, _settings);
        }

        if (answer is not null && !response.IsSuccessStatusCode)
        {
            throw EngineFaults.Of(response.StatusCode, _settings, null);
        }

        if (answer?.Bookmarks.Count > 0)
        {
            _bookmarks = answer.Bookmarks;
        }

        return answer;
    }

    private async Task<Answer?> ReadAsync(HttpResponseMessage response, Func<HttpStatusCode, Stream, Task<Answer?>> read, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using var ownStream = stream.ConfigureAwait(false);
            return await read(response.StatusCode, stream).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw EngineFaults.Of(response.StatusCode, _settings, e);
        }
    }

    private ThreeDbException Unreachable(string what, Exception inner, string? hint = null) =>
        new(ErrorCodes.ProjectionUnreachable, $"Neo4j at {_settings.Url} {what}.", hint, inner: inner);
}
