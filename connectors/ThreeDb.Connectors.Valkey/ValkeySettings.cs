using System.Text.Json;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.Valkey;

/// <summary>The settings of a cache: those of every RESP server, and what is to be kept how long.</summary>
/// <param name="Server">How to reach the server.</param>
/// <param name="TimeToLive">How long an answer is kept there at most: <c>timeToLive</c>, in seconds; default one hour.</param>
/// <param name="FirstLevelBytes">How much this process keeps itself: <c>firstLevelMegabytes</c>; default 64, 0 for nothing.</param>
/// <param name="FirstLevelAge">How long it keeps it at most: <c>firstLevelSeconds</c>; default 1.</param>
/// <param name="Patience">How long a read waits for the server before it goes to the source: <c>patience</c>, in seconds; default a quarter.</param>
internal sealed record ValkeySettings(RespOptions Server, TimeSpan TimeToLive, long FirstLevelBytes, TimeSpan FirstLevelAge, TimeSpan Patience)
{
    private static readonly (string Name, double Least, double Most, double Default)[] Numbers =
    [
        ("timeToLive", 1, 30 * 24 * 3600, 3600),
        ("firstLevelMegabytes", 0, 65_536, 64),
        ("firstLevelSeconds", 0.01, 60, 1),
        ("patience", 0.01, 60, 0.25),
    ];

    public static IReadOnlyList<FieldError> Check(JsonElement settings)
    {
        var faults = RespSettings.Check(settings, [.. Numbers.Select(number => number.Name)]);
        return settings.ValueKind != JsonValueKind.Object ? faults :
        [
            .. faults,
            .. from number in Numbers
               where settings.TryGetProperty(number.Name, out var value)
                   && !(value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var given) && given >= number.Least && given <= number.Most)
               select new FieldError("/" + number.Name, $"This is a number from {number.Least} to {number.Most}."),
        ];
    }

    public static ValkeySettings Read(JsonElement settings) => new(
        RespSettings.Read(settings),
        TimeSpan.FromSeconds(Number(settings, 0)),
        (long)(Number(settings, 1) * (1 << 20)),
        TimeSpan.FromSeconds(Number(settings, 2)),
        TimeSpan.FromSeconds(Number(settings, 3)));

    private static double Number(JsonElement settings, int index) =>
        settings.TryGetProperty(Numbers[index].Name, out var value) ? value.GetDouble() : Numbers[index].Default;
}
