using System.Buffers;
using System.Globalization;
using System.Text;

namespace ThreeDb.Connectors.Resp.Tests;

/// <summary>The parser, given bytes in pieces, and what it gave as text that can be compared.</summary>
internal static class RespText
{
    public static List<RespValue> Parse(byte[] bytes, IEnumerable<int>? pieces = null, RespLimits? limits = null)
    {
        var parser = new RespParser(limits ?? new RespLimits());
        var values = new List<RespValue>();
        var left = Array.Empty<byte>();
        var at = 0;
        foreach (var piece in (pieces ?? []).Select(size => Math.Clamp(size, 1, 1000)).Append(int.MaxValue))
        {
            var next = (int)Math.Min(bytes.Length, (long)at + piece);
            var buffer = new ReadOnlySequence<byte>([.. left, .. bytes[at..next]]);
            at = next;
            while (parser.TryRead(ref buffer, out var value))
            {
                values.Add(value);
            }

            left = buffer.ToArray();
        }

        return values;
    }

    public static string Show(IEnumerable<RespValue> values) => string.Join(' ', values.Select(Show));

    public static string Show(RespValue value)
    {
        var shown = value.Type switch
        {
            RespType.Null => "null",
            RespType.Integer or RespType.Boolean => value.AsText()!,
            RespType.Double => value.AsDouble().ToString("R", CultureInfo.InvariantCulture) + "d",
            RespType.BigNumber => value.AsText() + "n",
            RespType.Verbatim => $"{value.Format}'{value.AsText()}'",
            RespType.Text => value.AsText()!,
            RespType.Blob => $"'{Encoding.Latin1.GetString(value.AsBytes().Span)}'",
            RespType.Error => $"!{value.AsText()}",
            _ => value.Type.ToString()[0] + "(" + string.Join(' ', value.Items.ToArray().Select(Show)) + ")",
        };
        return value.Attributes.Length == 0 ? shown : $"{shown}@({string.Join(' ', value.Attributes.ToArray().Select(Show))})";
    }
}
