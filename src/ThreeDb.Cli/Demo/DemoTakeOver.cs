using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ThreeDb.Cli;

/// <summary>What the demo offers where an engine has the copy of another database of 3db: mostly a demo with another data folder.</summary>
internal static partial class DemoTakeOver
{
    private const string Member = "takeOver";

    public static readonly Option<string?> Option = new("--take-over") { Description = "Drop what the database ID copied into an engine, and copy anew; the demo says the ID where there is one", HelpName = "ID" };

    /// <summary>The identity of the other database, from the remedy of a projection; null where it is about something else.</summary>
    public static string? From(string? remedy) => remedy is not null && Setting().Match(remedy) is { Success: true } found ? found.Groups[1].Value : null;

    /// <summary>The other database that the settings of a projection name; null for none.</summary>
    public static string? Stored(JsonElement? settings) =>
        settings is { ValueKind: JsonValueKind.Object } stored && stored.TryGetProperty(Member, out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;

    /// <summary>Settings that name another database; the same ones where there is none.</summary>
    public static JsonElement Into(JsonElement settings, string? other)
    {
        if (other is null)
        {
            return settings;
        }

        var members = JsonObject.Create(settings)!;
        members[Member] = other;
        return JsonSerializer.SerializeToElement(members);
    }

    /// <summary>The command that takes the copy over and goes on.</summary>
    /// <param name="call">The call that met it.</param>
    /// <param name="other">The identity of the other database.</param>
    public static string Command(Call call, string other)
    {
        (string Option, string? Value)[] given =
        [
            (DemoWith.Engines.Name, call.Get(DemoWith.Engines)), (DemoVerb.Limit.Name, call.Get(DemoVerb.Limit)?.ToString(CultureInfo.InvariantCulture)),
            (DemoWith.Neo4jUrl.Name, call.Get(DemoWith.Neo4jUrl)), (DemoWith.Neo4jPassword.Name, call.Get(DemoWith.Neo4jPassword)),
            (DataFolder.Option.Name, call.Get(DataFolder.Option)), (Option.Name, other),
        ];
        return $"{call.Shell.Command} demo" + string.Concat(given.Where(one => one.Value is not null).Select(one => $" {one.Option} {Word(one.Value!)}"));
    }

    /// <summary>A value as a POSIX shell takes it for one word.</summary>
    internal static string Word(string value) => Plain().IsMatch(value) ? value : "'" + value.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    [GeneratedRegex("\"takeOver\": \"([^\"]+)\"")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\A[A-Za-z0-9_./:=@%+,-]+\z")]
    private static partial Regex Plain();
}
