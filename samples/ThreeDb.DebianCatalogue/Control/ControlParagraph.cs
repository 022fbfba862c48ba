using System.Runtime.CompilerServices;

namespace ThreeDb.DebianCatalogue.Control;

/// <summary>
/// The fields of one paragraph. A value spans from behind the colon over its continuation lines, without blanks around it.
/// Of a field that comes twice the first counts; lines that are no field are passed over.
/// </summary>
internal readonly ref struct ControlParagraph
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly FieldRanges _fields;

    /// <summary>Splits a paragraph.</summary>
    public ControlParagraph(ReadOnlySpan<byte> text)
    {
        _text = text;
        for (int start = 0, next; start < text.Length; start = next)
        {
            var lineEnd = EndOfLine(text, start);
            var end = lineEnd;
            while (end + 1 < text.Length && text[end + 1] is (byte)' ' or (byte)'\t')
            {
                end = EndOfLine(text, end + 1);
            }

            next = end + 1;
            var colon = text[start..lineEnd].IndexOf((byte)':');
            if (colon <= 0)
            {
                continue;
            }

            var field = ControlFieldNames.Identify(text.Slice(start, colon).TrimEnd(Blanks.Any));
            if (field != ControlField.Other && _fields[(int)field].Equals(default))
            {
                _fields[(int)field] = Trim(text, start + colon + 1, end);
            }
        }
    }

    /// <summary>The value of a field; empty when the field is missing.</summary>
    public ReadOnlySpan<byte> this[ControlField field] => _text[_fields[(int)field]];

    /// <summary>The first line of a field's value.</summary>
    public ReadOnlySpan<byte> Line(ControlField field)
    {
        var value = this[field];
        var end = value.IndexOf((byte)'\n');
        return end < 0 ? value : value[..end].TrimEnd(Blanks.Any);
    }

    /// <summary>The continuation lines of a field's value.</summary>
    public ReadOnlySpan<byte> Continuation(ControlField field)
    {
        var value = this[field];
        var end = value.IndexOf((byte)'\n');
        return end < 0 ? [] : value[(end + 1)..];
    }

    private static int EndOfLine(ReadOnlySpan<byte> text, int start)
    {
        var length = text[start..].IndexOf((byte)'\n');
        return length < 0 ? text.Length : start + length;
    }

    /// <summary>Keeps a line end at the beginning, which tells that the first line is empty.</summary>
    private static Range Trim(ReadOnlySpan<byte> text, int start, int end)
    {
        end = start + text[start..end].TrimEnd(Blanks.Any).Length;
        while (start < end && Blanks.InLine.Contains(text[start]))
        {
            start++;
        }

        return start..end;
    }

    [InlineArray((int)ControlField.Other)]
    private struct FieldRanges
    {
        private Range _first;
    }
}
