using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Connectors.Age;

/// <summary>Writes parameters of a query as an agtype: JSON, but that a number is an integer of 64 bits or a float.</summary>
internal static class AgtypeParameters
{
    /// <exception cref="ThreeDbException"><c>TDB7009</c>: a value that an agtype cannot hold.</exception>
    public static string Map(IEnumerable<KeyValuePair<string, JsonElement>> parameters)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in parameters)
        {
            text.Append(text.Length > 1 ? "," : "").Append(AgtypeWriter.Text(name)).Append(':');
            Append(text, name, value);
        }

        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, string parameter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var isFirst = true;
                foreach (var member in value.EnumerateObject())
                {
                    text.Append(isFirst ? "" : ",").Append(AgtypeWriter.Text(Checked(parameter, member.Name))).Append(':');
                    Append(text, parameter, member.Value);
                    isFirst = false;
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                for (var i = 0; i < value.GetArrayLength(); i++)
                {
                    text.Append(i > 0 ? "," : "");
                    Append(text, parameter, value[i]);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                text.Append(AgtypeWriter.Text(Checked(parameter, value.GetString()!)));
                break;
            case JsonValueKind.Number:
                text.Append(Number(parameter, value));
                break;
            default:
                text.Append(value.ValueKind == JsonValueKind.Undefined ? "null" : value.GetRawText());
                break;
        }
    }

    private static string Number(string parameter, JsonElement value)
    {
        if (value.TryGetInt64(out var whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        return value.TryGetDouble(out var number) && double.IsFinite(number)
            ? AgtypeWriter.Float(number)
            : throw new ThreeDbException(ErrorCodes.QueryRefused, $"The parameter ${parameter} holds a number that Apache AGE cannot hold.", "Pass it as a text.");
    }

    private static string Checked(string parameter, string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new ThreeDbException(ErrorCodes.QueryRefused, $"The parameter ${parameter} holds U+0000, which Apache AGE cannot hold.")
        : text;
}
