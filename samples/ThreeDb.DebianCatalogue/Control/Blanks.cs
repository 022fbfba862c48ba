using System.Buffers;

namespace ThreeDb.DebianCatalogue.Control;

/// <summary>What counts as blank in control files.</summary>
internal static class Blanks
{
    /// <summary>Blanks within a line; a carriage return is one, so that CRLF files read the same.</summary>
    public static readonly SearchValues<byte> InLine = SearchValues.Create(" \t\r"u8);

    /// <summary>The same and the end of a line, for fields whose line ends mean nothing.</summary>
    public static ReadOnlySpan<byte> Any => " \t\r\n"u8;
}
