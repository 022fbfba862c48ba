using System.Text.Json;
using System.Text.RegularExpressions;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>How to reach a Neo4j server, checked.</summary>
/// <param name="Url">Its HTTP address, ending with a slash.</param>
/// <param name="Database">The database.</param>
/// <param name="Credentials">Who signs in; null without authentication.</param>
internal sealed partial record Neo4jSettings(Uri Url, string Database, Neo4jCredentials? Credentials)
{
    private static readonly string[] Known = ["url", "database", "user", "passwordFile", "passwordVariable"];

    /// <summary>Names every fault, by JSON pointer.</summary>
    public static IReadOnlyList<FieldError> Check(JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return [new FieldError("", "The settings are an object, such as {\"url\": \"http://127.0.0.1:7474\"}.")];
        }

        var faults = new List<FieldError>();
        foreach (var member in settings.EnumerateObject())
        {
            var pointer = "/" + JsonPointer.Escape(member.Name);
            if (member.NameEquals("password"))
            {
                faults.Add(new FieldError(pointer, "A password never stands here in clear: name its file in 'passwordFile' or its variable in 'passwordVariable'."));
            }
            else if (!Known.Contains(member.Name))
            {
                faults.Add(new FieldError(pointer, $"This setting is not known{Nearest.Hint(member.Name, Known)}."));
            }
            else if (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString()!.Length == 0)
            {
                faults.Add(new FieldError(pointer, "This is a text that is not empty."));
            }
        }

        CheckUrl(settings, faults);
        CheckDatabase(settings, faults);
        CheckSignIn(settings, faults);
        return faults;
    }

    /// <summary>Reads settings that passed <see cref="Check"/>. The password is read when it is needed.</summary>
    public static Neo4jSettings Read(JsonElement settings)
    {
        var url = Text(settings, "url")!;
        var credentials = PasswordSource.Of(settings) is { } password ? new Neo4jCredentials(Text(settings, "user") ?? "neo4j", password) : null;
        return new Neo4jSettings(new Uri(url.EndsWith('/') ? url : url + "/"), Text(settings, "database") ?? "neo4j", credentials);
    }

    private static void CheckUrl(JsonElement settings, List<FieldError> faults)
    {
        if (!settings.TryGetProperty("url", out _))
        {
            faults.Add(new FieldError("/url", "Give the HTTP address of the server, such as http://127.0.0.1:7474."));
        }
        else if (Text(settings, "url") is { Length: > 0 } url && UrlFault(url) is { } fault)
        {
            faults.Add(new FieldError("/url", fault));
        }
    }

    private static string? UrlFault(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return "This is not an address such as http://127.0.0.1:7474.";
        }

        if (uri.Scheme is not ("http" or "https"))
        {
            return uri.Scheme is "bolt" or "neo4j" or "bolt+s" or "neo4j+s"
                ? $"The projection speaks HTTP, not {uri.Scheme}: give the HTTP address, in most cases port 7474."
                : "The address begins with http:// or https://.";
        }

        return uri.UserInfo.Length > 0 ? "Leave the user and the password out of the address: 'user' and 'passwordFile' or 'passwordVariable' name them."
            : uri.Query.Length + uri.Fragment.Length > 0 ? "The address has no query and no fragment."
            : null;
    }

    private static void CheckDatabase(JsonElement settings, List<FieldError> faults)
    {
        if (Text(settings, "database") is { Length: > 0 } database && !DatabaseName().IsMatch(database))
        {
            faults.Add(new FieldError("/database", "The name of a database has 3 to 63 letters, digits, '.' and '-', and begins with a letter."));
        }
    }

    private static void CheckSignIn(JsonElement settings, List<FieldError> faults)
    {
        var (file, variable) = (settings.TryGetProperty("passwordFile", out _), settings.TryGetProperty("passwordVariable", out _));
        faults.AddRange(PasswordSource.Faults(settings).Except(faults));
        if (file && variable)
        {
            return;
        }

        if (!file && !variable && settings.TryGetProperty("user", out _))
        {
            faults.Add(new FieldError("/user", "A user needs a password: add 'passwordFile' or 'passwordVariable'."));
        }
        else if (Text(settings, "user") is { } user && user.Contains(':', StringComparison.Ordinal))
        {
            faults.Add(new FieldError("/user", "The name of a user holds no ':' (RFC 7617)."));
        }
    }

    private static string? Text(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9.-]{2,62}$")]
    private static partial Regex DatabaseName();
}
