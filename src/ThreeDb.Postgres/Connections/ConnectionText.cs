using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Connection strings as people have them: <c>Host=…;Username=…</c> as Npgsql writes them, or a URI as libpq and every hosted PostgreSQL does (<c>postgres://user:password@host:port/database?sslmode=require</c>).</summary>
/// <remarks>Source of the URI: PostgreSQL 17, "34.1.1.2. Connection URIs". One host only. No message repeats the text: it may hold a password.</remarks>
internal static class ConnectionText
{
    private const string Remedy = "Write it as 'Host=…;Port=5432;Username=…;Password=…;Database=…' or as postgres://user:password@host:5432/database.";

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["host"] = "Host", ["port"] = "Port", ["user"] = "Username", ["password"] = "Password", ["dbname"] = "Database", ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate", ["sslcert"] = "SSL Certificate", ["sslkey"] = "SSL Key", ["channel_binding"] = "Channel Binding",
        ["application_name"] = "Application Name", ["connect_timeout"] = "Timeout", ["target_session_attrs"] = "Target Session Attributes", ["options"] = "Options",
    };

    /// <exception cref="ThreeDbException"><c>TDB6003</c>.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            return IsUri(text) ? FromUri(text) : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw Fault(e.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    private static bool IsUri(string text) => text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder FromUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            throw Fault("the URI cannot be read");
        }

        var settings = new NpgsqlConnectionStringBuilder();
        var signIn = uri.UserInfo.Split(':', 2);
        (string Name, string Value)[] parts =
        [
            ("Host", uri.DnsSafeHost), ("Port", uri.Port > 0 ? $"{uri.Port}" : ""), ("Username", Uri.UnescapeDataString(signIn[0])),
            ("Password", signIn.Length > 1 ? Uri.UnescapeDataString(signIn[1]) : ""), ("Database", Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'))),
        ];
        foreach (var (name, value) in parts.Where(part => part.Value.Length > 0))
        {
            settings[name] = value;
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, "");
            var known = Parameters.GetValueOrDefault(name) ?? throw Fault($"the parameter '{name}' of the URI is not known{Nearest.Hint(name, Parameters.Keys)}");

            // libpq writes the modes with hyphens: verify-full, read-write.
            settings[known] = name is "sslmode" or "target_session_attrs" ? Mode(name, value) : value;
        }

        return settings;
    }

    private static string Mode(string name, string value) => name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;

    private static ThreeDbException Fault(string why) => new(ErrorCodes.InvalidConfiguration, $"The connection string to PostgreSQL (THREEDB_POSTGRES) is not valid: {why}.", Remedy);
}
