namespace ThreeDb.DebianCatalogue.Control;

/// <summary>
/// Turns the continuation lines of a Description (policy 5.6.13) into plain text: wrapped lines are joined, " ." parts two
/// paragraphs, and lines that begin with more than one blank stay lines, less the first blank. So do lines that look like the items of
/// a list, which policy wants indented and many maintainers do not.
/// </summary>
internal static class LongDescription
{
    private enum Line
    {
        None,
        Blank,
        Text,
        Item,
        Verbatim,
    }

    /// <summary>Writes the text of <paramref name="lines"/>, which is never longer than they are.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Fold(ReadOnlySpan<byte> lines, Span<byte> destination)
    {
        var written = 0;
        var last = Line.None;
        var parted = false;
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = lines[range].TrimEnd(Blanks.Any);
            line = line.IsEmpty ? line : line[1..];
            var kind = KindOf(line);
            if (kind == Line.Blank)
            {
                parted = true;
                continue;
            }

            ReadOnlySpan<byte> separator = last == Line.None ? ""u8
                : parted ? "\n\n"u8
                : kind == Line.Text && last != Line.Verbatim ? " "u8
                : "\n"u8;
            separator.CopyTo(destination[written..]);
            line.CopyTo(destination[(written + separator.Length)..]);
            written += separator.Length + line.Length;
            last = kind;
            parted = false;
        }

        return written;
    }

    private static Line KindOf(ReadOnlySpan<byte> line) => line switch
    {
        [] or [(byte)'.'] => Line.Blank,
        [(byte)' ' or (byte)'\t', ..] => Line.Verbatim,
        [(byte)'*' or (byte)'-' or (byte)'+' or (byte)'o', (byte)' ', ..] => Line.Item,
        _ => Line.Text,
    };
}
