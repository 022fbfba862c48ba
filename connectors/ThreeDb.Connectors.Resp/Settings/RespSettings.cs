using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Resp;

/// <summary>The members that the settings of every projection into a server with RESP have in common.</summary>
/// <remarks>
/// <c>{"url": "redis://127.0.0.1:6379", "user": "…", "passwordFile": "…", "passwordVariable": "…", "connectTimeout": 5, "commandTimeout": 5}</c>; times in seconds,
/// 0.01 to 600. Only <c>url</c> is required. A password stands in a file or in an environment variable, never in the address.
/// </remarks>
public static class RespSettings
{
    private static readonly string[] Names = ["url", "user", "passwordFile", "passwordVariable", "connectTimeout", "commandTimeout"];

    /// <summary>Names every fault, by JSON pointer.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="others">The members that the projection itself knows; it checks them itself.</param>
    public static IReadOnlyList<FieldError> Check(JsonElement settings, params IReadOnlyList<string> others)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return [new FieldError("", "The settings are an object.")];
        }

        string[] known = [.. Names, .. others];
        var faults = settings.EnumerateObject().Where(member => !known.Contains(member.Name))
            .Select(member => new FieldError("/" + JsonPointer.Escape(member.Name), $"This setting is not known{Nearest.Hint(member.Name, known)}.")).ToList();
        faults.AddRange(Names[..4].Where(name => settings.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.String)
            .Select(name => new FieldError("/" + name, "This is a text.")));
        faults.AddRange(Names[4..].Where(name => settings.TryGetProperty(name, out var value) && Seconds(value) is null)
            .Select(name => new FieldError("/" + name, "This is a time in seconds, from 0.01 to 600.")));
        if (!settings.TryGetProperty("url", out _))
        {
            faults.Add(new FieldError("/url", "Give the address of the server, such as redis://127.0.0.1:6379."));
        }
        else if (Text(settings, "url") is { } url)
        {
            CheckSignIn(settings, url, faults);
        }

        return faults;
    }

    /// <summary>Reads settings that passed <see cref="Check"/>. The password is read now.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7010</c>: the password's file cannot be read, or its variable is not set.</exception>
    public static RespOptions Read(JsonElement settings)
    {
        var endpoint = RespEndpoint.Parse(Text(settings, "url")!);
        return new RespOptions
        {
            Endpoint = endpoint with { User = Text(settings, "user") ?? endpoint.User, Password = PasswordSource.Of(settings)?.Read() ?? endpoint.Password },
            ConnectTimeout = Time(settings, "connectTimeout"),
            CommandTimeout = Time(settings, "commandTimeout"),
        };
    }

    /// <summary>The address in settings that passed <see cref="Check"/>; without who signs in, and no password is read.</summary>
    public static string Address(JsonElement settings) => RespEndpoint.Parse(Text(settings, "url")!).Address;

    private static void CheckSignIn(JsonElement settings, string url, List<FieldError> faults)
    {
        var endpoint = RespEndpoint.TryParse(url, out var fault);
        if (endpoint is null)
        {
            faults.Add(new FieldError("/url", fault!));
            return;
        }

        if (endpoint.User is not null && settings.TryGetProperty("user", out _))
        {
            faults.Add(new FieldError("/user", "The address names a user already."));
        }

        if (endpoint.Password is not null)
        {
            faults.Add(new FieldError("/url",
                "It holds a password, which everybody who sees the projection would see: leave it out, and name its file in 'passwordFile' or its variable in 'passwordVariable'."));
        }

        faults.AddRange(PasswordSource.Faults(settings));
    }

    private static TimeSpan Time(JsonElement settings, string name) =>
        TimeSpan.FromSeconds(settings.TryGetProperty(name, out var value) ? Seconds(value) ?? 5 : 5);

    private static double? Seconds(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0.01 and <= 600 ? seconds : null;

    private static string? Text(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
