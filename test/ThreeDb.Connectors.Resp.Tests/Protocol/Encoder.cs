using System.Globalization;
using System.Text;

namespace ThreeDb.Connectors.Resp.Tests;

/// <summary>Writes values as a server would. The product never does.</summary>
internal static class Encoder
{
    public static byte[] Encode(IEnumerable<RespValue> values)
    {
        using var stream = new MemoryStream();
        foreach (var value in values)
        {
            Write(stream, value);
        }

        return stream.ToArray();
    }

    private static void Write(MemoryStream stream, RespValue value)
    {
        if (value.Attributes.Length > 0)
        {
            Items(stream, '|', value.Attributes, 2);
        }

        switch (value.Type)
        {
            case RespType.Null:
                Text(stream, "_\r\n");
                break;
            case RespType.Text:
                Text(stream, $"+{value.AsText()}\r\n");
                break;
            case RespType.Integer:
                Text(stream, $":{value.AsInt64()}\r\n");
                break;
            case RespType.Double:
                Text(stream, $",{Number(value.AsDouble())}\r\n");
                break;
            case RespType.Boolean:
                Text(stream, value.AsBoolean() ? "#t\r\n" : "#f\r\n");
                break;
            case RespType.BigNumber:
                Text(stream, $"({value.AsText()}\r\n");
                break;
            case RespType.Blob:
                Blob(stream, '$', value.AsBytes().Span);
                break;
            case RespType.Error:
                Blob(stream, '!', value.AsBytes().Span);
                break;
            case RespType.Verbatim:
                Blob(stream, '=', [.. Encoding.ASCII.GetBytes(value.Format + ":"), .. value.AsBytes().Span]);
                break;
            case RespType.Map:
                Items(stream, '%', value.Items, 2);
                break;
            default:
                Items(stream, value.Type switch { RespType.Set => '~', RespType.Push => '>', _ => '*' }, value.Items, 1);
                break;
        }
    }

    private static string Number(double number) => number switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

    private static void Items(MemoryStream stream, char type, ReadOnlySpan<RespValue> items, int perEntry)
    {
        Text(stream, $"{type}{items.Length / perEntry}\r\n");
        foreach (var item in items)
        {
            Write(stream, item);
        }
    }

    private static void Blob(MemoryStream stream, char type, ReadOnlySpan<byte> bytes)
    {
        Text(stream, $"{type}{bytes.Length}\r\n");
        stream.Write(bytes);
        Text(stream, "\r\n");
    }

    private static void Text(MemoryStream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));
}
