using System.Buffers;
using System.Text;
using Npgsql.Internal;

namespace ThreeDb.Postgres;

/// <summary>Reads names through a table of those met last. Threads may overwrite each other's entries; each still gets its own text.</summary>
internal sealed class PgNameConverter : PgStreamingConverter<PgName>
{
    private const int Slots = 1024;
    private const int Longest = 100;

    private readonly string?[] _met = new string?[Slots];

    public override PgName Read(PgReader reader) => new(Of(reader.ReadBytes(reader.CurrentRemaining)));

    public override async ValueTask<PgName> ReadAsync(PgReader reader, CancellationToken cancellationToken = default) =>
        new(Of(await reader.ReadBytesAsync(reader.CurrentRemaining, cancellationToken).ConfigureAwait(false)));

    public override Size GetSize(SizeContext context, PgName value, ref object? writeState) => Encoding.UTF8.GetByteCount(value.Text);

    public override void Write(PgWriter writer, PgName value) => writer.WriteBytes(Encoding.UTF8.GetBytes(value.Text));

    public override ValueTask WriteAsync(PgWriter writer, PgName value, CancellationToken cancellationToken = default) =>
        writer.WriteBytesAsync(Encoding.UTF8.GetBytes(value.Text), cancellationToken);

    private string Of(in ReadOnlySequence<byte> utf8)
    {
        if (utf8.Length > Longest || !utf8.IsSingleSegment)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> chars = stackalloc char[Longest];
        ReadOnlySpan<char> text = chars[..Encoding.UTF8.GetChars(utf8.FirstSpan, chars)];
        ref var slot = ref _met[string.GetHashCode(text) & (Slots - 1)];
        var met = slot;
        return met is not null && text.SequenceEqual(met) ? met : slot = text.ToString();
    }
}
