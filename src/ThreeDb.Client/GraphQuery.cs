using System.Globalization;

namespace ThreeDb.Client;

/// <summary>Questions about the graph as parameters of an address; what is as usual is left out.</summary>
internal static class GraphQuery
{
    public static string Walk(Traversal? options) => options is null ? "" : Wire.Query(
        ("direction", Word(options.Direction)), ("via", options.Via), ("depth", options.Depth), ("limit", options.Limit), ("at", Time(options.At)), ("explain", Flag(options.Explain)));

    public static string OneStep(Traversal? options) => options is null ? "" : Wire.Query(
        ("direction", Word(options.Direction)), ("via", options.Via), ("limit", options.Limit), ("at", Time(options.At)), ("explain", Flag(options.Explain)));

    public static string With(string other, Traversal? options) => Wire.Query(
        ("with", Id(other)), ("direction", Word(options?.Direction)), ("via", options?.Via), ("limit", options?.Limit), ("at", Time(options?.At)), ("explain", Flag(options?.Explain)));

    public static string Path(string from, string to, Traversal? options) => Wire.Query(
        ("from", Id(from)), ("to", Id(to)), ("direction", Word(options?.Direction)), ("via", options?.Via), ("depth", options?.Depth), ("at", Time(options?.At)), ("explain", Flag(options?.Explain)));

    public static string Paths(string from, string to, PathOptions? options) => Wire.Query(
        ("from", Id(from)), ("to", Id(to)), ("direction", Word(options?.Direction)), ("via", options?.Via), ("depth", options?.Depth), ("at", Time(options?.At)),
        ("weighted", Flag(options?.Weighted)), ("allShortest", Flag(options?.AllShortest)), ("count", options?.Count), ("explain", Flag(options?.Explain)));

    public static string Reach(ReachOptions? options) => options is null ? "" : Wire.Query(
        ("direction", Word<Direction>(options.Direction)), ("via", options.Via), ("depth", options.Depth), ("at", Time(options.At)), ("types", options.Types),
        ("maxPerHop", options.MaxPerHop), ("maxVisited", options.MaxVisited), ("limit", options.Limit), ("explain", Flag(options.Explain)));

    public static string Cycles(CycleOptions? options) => options is null ? "" : Wire.Query(
        ("through", options.Through is { } id ? Id(id) : null), ("via", options.Via), ("at", Time(options.At)), ("maxLength", options.MaxLength), ("limit", options.Limit));

    public static string Order(OrderOptions? options) => options is null ? "" : Wire.Query(
        ("via", options.Via), ("at", Time(options.At)), ("targetsFirst", Flag(options.TargetsFirst)), ("limit", options.Limit));

    public static string Alike(SimilarityOptions? options) => options is null ? "" : Wire.Query(
        ("types", options.On.Types), ("via", options.On.Via), ("project", options.On.Project), ("at", Time(options.On.At)),
        ("direction", Word<Direction>(options.Direction)), ("measure", Word<SimilarityMeasure>(options.Measure)), ("limit", options.Limit));

    public static string Suggestions(SuggestionOptions? options) => options is null ? "" : Wire.Query(
        ("types", options.On.Types), ("via", options.On.Via), ("project", options.On.Project), ("at", Time(options.On.At)),
        ("direction", Word<Direction>(options.Direction)), ("measure", Word<LinkMeasure>(options.Measure)), ("limit", options.Limit));

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } word ? StrictObject.WordOf(word) : null;

    private static string? Flag(bool? value) => value is true ? "true" : null;

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    // Refuses what no address can hold, as Wire.Entity does.
    private static string Id(string id)
    {
        _ = Wire.Escape(id);
        return id;
    }
}
