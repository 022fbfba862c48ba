using System.Globalization;
using System.Text.Json;
using Npgsql;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Age;

/// <summary>The settings of a projection.</summary>
internal static class AgeSettings
{
    private static readonly string[] s_known = ["connectionString", "passwordFile", "passwordVariable"];

    /// <summary>Every fault, by JSON pointer.</summary>
    public static IReadOnlyList<FieldError> Check(JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return [new FieldError("", "The settings are an object, such as {\"connectionString\": \"Host=127.0.0.1;Port=5433;Database=graph;Username=age\"}.")];
        }

        return [.. Members(settings), .. ConnectionFaults(settings), .. PasswordSource.Faults(settings)];
    }

    /// <summary>Reads settings that passed <see cref="Check"/>. The password is read now.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7010</c>: the password's file cannot be read, or its variable is not set.</exception>
    public static NpgsqlConnectionStringBuilder Read(JsonElement settings)
    {
        var builder = new NpgsqlConnectionStringBuilder(Text(settings, "connectionString"));
        if (PasswordSource.Of(settings)?.Read() is { } password)
        {
            builder.Password = password;
        }

        return builder;
    }

    /// <summary>The database that settings name that passed <see cref="Check"/>; without who signs in, and no password is read.</summary>
    public static string Place(JsonElement settings)
    {
        var builder = new NpgsqlConnectionStringBuilder(Text(settings, "connectionString"));
        return string.Create(CultureInfo.InvariantCulture, $"the database '{builder.Database}' at {builder.Host}:{builder.Port}");
    }

    private static IEnumerable<FieldError> Members(JsonElement settings)
    {
        foreach (var member in settings.EnumerateObject())
        {
            var pointer = "/" + JsonPointer.Escape(member.Name);
            if (!s_known.Contains(member.Name))
            {
                yield return new FieldError(pointer, $"This setting is not known{Nearest.Hint(member.Name, s_known)}.");
            }
            else if (member.Value.ValueKind != JsonValueKind.String)
            {
                yield return new FieldError(pointer, "This is a text.");
            }
        }
    }

    private static IEnumerable<FieldError> ConnectionFaults(JsonElement settings)
    {
        const string pointer = "/connectionString";
        if (!settings.TryGetProperty("connectionString", out _))
        {
            return [new FieldError(pointer, "Give the database, such as Host=127.0.0.1;Port=5433;Database=graph;Username=age.")];
        }

        if (Text(settings, "connectionString") is not { } text)
        {
            return [];
        }

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            return ((FieldError?[])
            [
                string.IsNullOrWhiteSpace(builder.Host) ? new FieldError(pointer, "It names no Host.") : null,
                string.IsNullOrWhiteSpace(builder.Database) ? new FieldError(pointer, "It names no Database.") : null,
                string.IsNullOrEmpty(builder.Password) ? null : new FieldError(pointer, "It holds a password, which everybody who sees the projection would see; use passwordFile or passwordVariable."),
            ]).OfType<FieldError>();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            // The text is not repeated: it may hold a password.
            return [new FieldError(pointer, "It is no connection string of the form Host=…;Port=…;Database=…;Username=….")];
        }
    }

    private static string? Text(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
