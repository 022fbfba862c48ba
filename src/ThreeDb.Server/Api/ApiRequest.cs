using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ThreeDb.Postgres;

namespace ThreeDb.Server;

/// <summary>A request to one operation: its parts, checked as they are read, and the ways to answer.</summary>
internal sealed class ApiRequest(HttpContext context, ApiEndpoint endpoint, ServerServices services, TenantDb? db, KeyHolder? holder)
{
    private const string LeaveOut = "Give it a value, or leave it out.";

    public HttpContext Context { get; } = context;

    public ApiEndpoint Endpoint { get; } = endpoint;

    public ServerServices Services { get; } = services;

    /// <summary>The database of the caller's tenant; its reads see the position that the caller demands.</summary>
    public TenantDb Db => db ?? throw new InvalidOperationException($"{Endpoint.Name} needs no key and so has no tenant.");

    public StoreSession Session => Db.Session;

    /// <summary>The caller's key; null for a local caller without one.</summary>
    public KeyHolder? Holder { get; } = holder;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>A segment of the address, decoded exactly once.</summary>
    /// <remarks>The framework leaves %2F as it is but decodes %25, so that its own value cannot be told apart from a doubly encoded one.</remarks>
    public string Segment(int index)
    {
        var target = Context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : target.Length);
        var i = 0;
        foreach (var part in path[1..].Split('/'))
        {
            if (i++ == index)
            {
                return AddressText.Decode(path[1..][part]);
            }
        }

        throw new InvalidOperationException($"The address has no segment {index}.");
    }

    public string? Text(string name) => Context.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    public string RequiredText(string name) => Text(name) ?? throw Fault(name, "is needed", $"Add '{name}=' and its value to the address.");

    /// <summary>The id of an entity that must be given.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1008</c>.</exception>
    public string RequiredId(string name)
    {
        var id = RequiredText(name);
        Identifiers.CheckId(id, "?" + name);
        return id;
    }

    /// <summary>The id of an entity; null when it is not given.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1008</c>.</exception>
    public string? Id(string name) => Text(name) is null ? null : RequiredId(name);

    /// <summary>The values of a parameter that may be given several times, or with commas; none when it is not given.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var values = Context.Request.Query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        return values.Contains("") ? throw Fault(name, values.Count == 1 ? "is empty" : "has an empty value between its commas", LeaveOut) : values;
    }

    public long? Integer(string name) => Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Fault(name, $"is a whole number, not {Quoted(text)}", $"Write it as digits, such as {name}=10, of at most 64 bits.");

    public int Integer(string name, int otherwise, int least, int most) => Integer(name) is not { } number ? otherwise
        : number >= least && number <= most ? (int)number : throw Fault(
            name, string.Create(CultureInfo.InvariantCulture, $"is {least:N0} to {most:N0}, not {number:N0}"), string.Create(CultureInfo.InvariantCulture, $"Give a number from {least} to {most}, or leave '{name}' out."));

    /// <summary>How long to wait for a position; null when the caller does not say.</summary>
    public TimeSpan? Wait => ReadDemand.WaitOf(Context);

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "" or "true" => true,
        var text => throw Fault(name, $"is true or false, not {Quoted(text)}", $"Write {name}=true or {name}=false, or leave it out."),
    };

    public DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : StrictObject.ParseTime(text) ?? throw Fault(name, $"is a time such as 2026-01-31T12:00:00Z, not {Quoted(text)}", "Write date, time and offset (RFC 3339), and '+' in an address as %2B.");

    public T? Word<T>(string name)
        where T : struct, Enum => Text(name) is not { } text ? null
        : Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => StrictObject.WordOf(value!.Value) == text)
            ?? throw WordFault(name, text, [.. Enum.GetValues<T>().Select(StrictObject.WordOf)]);

    /// <summary>A filter in JSON form.</summary>
    public Filter? Filter(string name) => Text(name) is { } text ? ThreeDb.Filter.Parse(JsonGuard.Parse(text, Services.Options.Json)) : null;

    /// <summary>Reads the body as JSON.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1003</c>, <c>TDB1019</c>, and those of <see cref="JsonGuard"/>.</exception>
    public Task<JsonElement> BodyAsync() => BodyAsync(Services.Options.Json);

    /// <summary>Reads a body that holds a document, whose own size the store checks.</summary>
    public Task<JsonElement> DocumentAsync() => BodyAsync(Services.Options.Json.Around());

    /// <summary>Reads a body that holds many documents.</summary>
    public Task<JsonElement> DocumentsAsync() => BodyAsync(Services.Options.Json.AroundMany());

    private async Task<JsonElement> BodyAsync(JsonLimits limits)
    {
        MediaTypes.Check(Context, Endpoint);
        var limit = Services.Options.MaxBodyBytes;
        if (Context.Request.ContentLength > limit)
        {
            throw BodyReader.TooLarge(limit);
        }

        var buffer = await BodyReader.ReadAsync(Context.Request.BodyReader, limit, Aborted);
        return JsonGuard.Parse(buffer, limits);
    }

    public string? IdempotencyKey => Context.Request.Headers.TryGetValue("Idempotency-Key", out var values) ? values.ToString() : null;

    /// <summary>The write's options.</summary>
    public WriteOptions WriteOptions => new() { IdempotencyKey = IdempotencyKey };

    /// <summary>Answers a write with JSON. Its position goes into a header, too, for those who pass bodies on unseen.</summary>
    public Task WrittenAsync<T>(T value, Position? position, int status = StatusCodes.Status200OK)
    {
        if (position is { } written)
        {
            Context.Response.Headers["Position"] = written.Token;
        }

        return JsonAsync(value, status);
    }

    /// <summary>Answers with JSON.</summary>
    public Task JsonAsync<T>(T value, int status = StatusCodes.Status200OK)
    {
        var response = Context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        AnswerBuffer.Write(response, value);
        return Task.CompletedTask;
    }

    /// <summary>A fault of a query parameter.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="detail">What is wrong, as the end of a sentence.</param>
    /// <param name="hint">What to do about it.</param>
    public static ThreeDbException Fault(string name, string detail, string hint) =>
        new(ErrorCodes.InvalidParameter, $"The parameter '{name}' {detail}.", hint, [new FieldError("?" + name, detail)]);

    private static ThreeDbException WordFault(string name, string text, IReadOnlyList<string> words) =>
        Fault(name, $"is one of {string.Join(", ", words)}, not {Quoted(text)}{Nearest.Hint(text, words)}", $"Write one of these words, or leave '{name}' out.");

    /// <summary>What was given, as messages show it.</summary>
    internal static string Quoted(string text) => $"'{(text.Length > 50 ? text[..50] + "…" : text)}'";
}
