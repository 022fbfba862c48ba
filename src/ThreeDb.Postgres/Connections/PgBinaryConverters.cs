using System.Buffers;
using Npgsql.Internal;

namespace ThreeDb.Postgres;

/// <summary>Copies bytes between the caller and the connection.</summary>
internal sealed class PgBinaryConverter : PgStreamingConverter<PgBinary>
{
    public override PgBinary Read(PgReader reader) => new(reader.ReadBytes(reader.CurrentRemaining).ToArray());

    public override async ValueTask<PgBinary> ReadAsync(PgReader reader, CancellationToken cancellationToken = default) =>
        new((await reader.ReadBytesAsync(reader.CurrentRemaining, cancellationToken).ConfigureAwait(false)).ToArray());

    public override Size GetSize(SizeContext context, PgBinary value, ref object? writeState) => value.Bytes.Length;

    public override void Write(PgWriter writer, PgBinary value) => writer.WriteBytes(value.Bytes.Span);

    public override ValueTask WriteAsync(PgWriter writer, PgBinary value, CancellationToken cancellationToken = default) =>
        writer.WriteBytesAsync(value.Bytes, cancellationToken);
}

/// <summary>The binary form of <c>jsonb</c>: a version byte, then the text.</summary>
internal sealed class PgJsonConverter : PgStreamingConverter<PgJson>
{
    private const byte FormatVersion = 1;

    public override PgJson Read(PgReader reader)
    {
        if (reader.ShouldBuffer(sizeof(byte)))
        {
            reader.Buffer(sizeof(byte));
        }

        CheckVersion(reader.ReadByte());
        return new(reader.ReadBytes(reader.CurrentRemaining).ToArray());
    }

    public override async ValueTask<PgJson> ReadAsync(PgReader reader, CancellationToken cancellationToken = default)
    {
        if (reader.ShouldBuffer(sizeof(byte)))
        {
            await reader.BufferAsync(sizeof(byte), cancellationToken).ConfigureAwait(false);
        }

        CheckVersion(reader.ReadByte());
        return new((await reader.ReadBytesAsync(reader.CurrentRemaining, cancellationToken).ConfigureAwait(false)).ToArray());
    }

    public override Size GetSize(SizeContext context, PgJson value, ref object? writeState) => value.Utf8.Length + 1;

    public override void Write(PgWriter writer, PgJson value)
    {
        if (writer.ShouldFlush(sizeof(byte)))
        {
            writer.Flush();
        }

        writer.WriteByte(FormatVersion);
        writer.WriteBytes(value.Utf8.Span);
    }

    public override async ValueTask WriteAsync(PgWriter writer, PgJson value, CancellationToken cancellationToken = default)
    {
        if (writer.ShouldFlush(sizeof(byte)))
        {
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        writer.WriteByte(FormatVersion);
        await writer.WriteBytesAsync(value.Utf8, cancellationToken).ConfigureAwait(false);
    }

    private static void CheckVersion(byte version)
    {
        if (version != FormatVersion)
        {
            throw new InvalidDataException($"PostgreSQL sent jsonb in format {version}; 3db knows format {FormatVersion}.");
        }
    }
}
