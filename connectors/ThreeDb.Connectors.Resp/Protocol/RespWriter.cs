using System.Buffers;
using System.Buffers.Text;

namespace ThreeDb.Connectors.Resp;

/// <summary>Writes commands: arrays of blobs, which is all that a client ever sends.</summary>
internal static class RespWriter
{
    private const int HeaderLength = 16;

    public static void Write(IBufferWriter<byte> target, string command, IReadOnlyList<RespArgument> arguments)
    {
        WriteHeader(target, (byte)'*', arguments.Count + 1);
        WriteBlob(target, command);
        for (var i = 0; i < arguments.Count; i++)
        {
            WriteBlob(target, arguments[i]);
        }
    }

    private static void WriteBlob(IBufferWriter<byte> target, RespArgument argument)
    {
        var length = argument.Length;
        WriteHeader(target, (byte)'$', length);
        var span = target.GetSpan(length + 2);
        argument.CopyTo(span);
        "\r\n"u8.CopyTo(span[length..]);
        target.Advance(length + 2);
    }

    private static void WriteHeader(IBufferWriter<byte> target, byte type, int count)
    {
        var span = target.GetSpan(HeaderLength);
        span[0] = type;
        Utf8Formatter.TryFormat(count, span[1..], out var length);
        "\r\n"u8.CopyTo(span[(length + 1)..]);
        target.Advance(length + 3);
    }
}
