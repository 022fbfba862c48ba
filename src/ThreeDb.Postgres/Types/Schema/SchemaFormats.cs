using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ThreeDb.Postgres;

/// <summary>The values of <c>format</c> that are enforced.</summary>
internal static partial class SchemaFormats
{
    private static readonly FrozenDictionary<string, (string What, Func<JsonElement, bool> Holds)> Known = new Dictionary<string, (string, Func<JsonElement, bool>)>
    {
        ["date-time"] = Text("a time such as 2026-01-31T12:00:00Z", text => DateTime().Match(text) is { Success: true } match && IsDate(match.Groups["date"].Value) && IsSecond(match)),
        ["date"] = Text("a date such as 2026-01-31", IsDate),
        ["time"] = Text("a time of day such as 12:00:00Z", text => Time().Match(text) is { Success: true } match && IsSecond(match)),
        ["duration"] = Text("a duration such as P1DT12H", text => Duration().IsMatch(text)),
        ["email"] = Text("an address such as ann@example.com", text => MailAddress.TryCreate(text, out var address) && address.Address == text && !address.User.EndsWith('.')),
        ["hostname"] = Text("the name of a host", text => text.Length is > 0 and <= 253 && text.Split('.').All(label => Label().IsMatch(label))),
        ["ipv4"] = Text("an IPv4 address", IsIPv4),
        ["ipv6"] = Text("an IPv6 address", IsIPv6),
        ["uri"] = Text("a URI such as https://example.com/", text => UriText().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out _)),
        ["uuid"] = Text("a UUID", text => Guid.TryParseExact(text, "D", out _)),
        ["guid"] = Text("a UUID", text => Guid.TryParseExact(text, "D", out _)),
        ["base64"] = Text("Base64", text => Base64.IsValid(text)),
        ["byte"] = Text("Base64", text => Base64.IsValid(text)),
        ["int32"] = Number("a whole number of 32 bits", number => number.TryGetInt32(out _)),
        ["int64"] = Number("a whole number of 64 bits", number => number.TryGetInt64(out _)),

        // Whatever can be stored is one.
        ["float"] = Number("a number", _ => true),
        ["double"] = Number("a number", _ => true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => Known.Keys.Order(StringComparer.Ordinal);

    /// <summary>The rule of a format; null when there is none of that name. It says nothing about values of other types.</summary>
    public static AssertionRule? Find(string name) => Known.TryGetValue(name, out var format)
        ? new AssertionRule($"must be {format.What} (format {name})", (value, run) =>
        {
            run.Spend(SchemaRun.Size(value) / 64);
            return format.Holds(value);
        })
        : null;

    private static (string, Func<JsonElement, bool>) Text(string what, Func<string, bool> holds) =>
        (what, value => value.ValueKind != JsonValueKind.String || holds(value.GetString()!));

    private static (string, Func<JsonElement, bool>) Number(string what, Func<JsonElement, bool> holds) =>
        (what, value => value.ValueKind != JsonValueKind.Number || holds(value));

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsIPv4(string text) =>
        text.Length <= 15 && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;

    private static bool IsIPv6(string text) =>
        text.Length <= 45 && !text.AsSpan().ContainsAny('%', '[', '/') && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
        && (!text.Contains('.') || IsIPv4(text[(text.LastIndexOf(':') + 1)..]));

    // A leap second comes at the end of a day, of Greenwich.
    private static bool IsSecond(Match match)
    {
        var minutes = (Minutes("h") * 60) + Minutes("m") - ((match.Groups["sign"].Value == "-" ? -1 : 1) * ((Minutes("oh") * 60) + Minutes("om")));
        return match.Groups["s"].Value != "60" || (minutes + 1440) % 1440 == 1439;

        int Minutes(string group) => match.Groups[group] is { Success: true, ValueSpan: var text } ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
    }

    // RFC 3339. None of these can backtrack: each character decides.
    [GeneratedRegex(@"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<h>[01][0-9]|2[0-3]):(?<m>[0-5][0-9]):(?<s>[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|(?<sign>[+-])(?<oh>[01][0-9]|2[0-3]):(?<om>[0-5][0-9]))\z", RegexOptions.CultureInvariant)]
    private static partial Regex DateTime();

    [GeneratedRegex(@"\A(?<h>[01][0-9]|2[0-3]):(?<m>[0-5][0-9]):(?<s>[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|(?<sign>[+-])(?<oh>[01][0-9]|2[0-3]):(?<om>[0-5][0-9]))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"\AP(?=.)(?:[0-9]+W|(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex UriText();
}
