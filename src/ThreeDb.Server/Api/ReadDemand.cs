using System.Globalization;

namespace ThreeDb.Server;

/// <summary>The position that a read demands, by parameter or header: the same for every read.</summary>
internal static class ReadDemand
{
    public const string Header = "At-Least";
    private const string Parameter = "atLeast";
    private const double LongestWait = 60;

    /// <summary>The parameters that every read has.</summary>
    public static IReadOnlyList<ApiParameter> Query { get; } =
    [
        ApiParameter.Text(Parameter, "The answer has seen at least this position, as a write answered it; else TDB2016 or TDB2011."),
        ApiParameter.Number("wait", "How many seconds to wait for that position: 0 to 60; default 2."),
    ];

    /// <summary>The headers that every read has.</summary>
    public static IReadOnlyList<ApiParameter> Headers { get; } = [ApiParameter.Text(Header, "The same as the parameter atLeast.")];

    /// <summary>What every read may fail with.</summary>
    public static IReadOnlyList<ErrorCode> Errors { get; } = [ErrorCodes.InvalidCursor, ErrorCodes.UnknownEpoch, ErrorCodes.NotYet];

    /// <summary>Whether a parameter is one of these.</summary>
    public static bool IsOne(string name) => Query.Any(parameter => parameter.Name == name);

    /// <summary>The database as the request wants it read.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>.</exception>
    public static TenantDb? Apply(TenantDb? db, HttpContext context, ApiEndpoint endpoint)
    {
        var header = context.Request.Headers.TryGetValue(Header, out var values) ? values.ToString() : null;
        if (!endpoint.TakesPosition)
        {
            return header is null ? db : throw new ThreeDbException(ErrorCodes.InvalidParameter, "This operation does not take At-Least.", "Leave the header out; it is for reads.");
        }

        var position = context.Request.Query.TryGetValue(Parameter, out var given) ? given.ToString() : header;
        if (header is not null && header != position)
        {
            throw ApiRequest.Fault(Parameter, "and the header At-Least differ", "Send one of the two.");
        }

        // A wrong wait is refused, too, where there is nothing to wait for.
        var wait = WaitOf(context);
        return position is null ? db : db?.AtLeast(new Position(position), wait);
    }

    /// <summary>How long the request waits for a position; null when it does not say.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>.</exception>
    public static TimeSpan? WaitOf(HttpContext context) => !context.Request.Query.TryGetValue("wait", out var text) ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= LongestWait
            ? TimeSpan.FromSeconds(seconds)
            : throw ApiRequest.Fault("wait", $"is 0 to 60 seconds, not {ApiRequest.Quoted(text.ToString())}", "Write a number such as wait=5, or leave it out.");
}
