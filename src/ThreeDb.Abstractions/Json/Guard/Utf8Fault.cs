using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ThreeDb;

/// <summary>Finds where bytes stop being UTF-8.</summary>
internal static class Utf8Fault
{
    public static ThreeDbException? Find(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            return null;
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(utf8[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        // A text in UTF-16 begins with a byte order mark, or its ASCII characters come with zero bytes.
        var other = utf8 is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [_, 0, ..] or [0, _, ..] ? " The text looks like UTF-16." : "";
        return new ThreeDbException(ErrorCodes.InvalidEncoding, $"The byte 0x{utf8[at]:X2} at offset {at:N0} is not UTF-8.{other}");
    }
}
