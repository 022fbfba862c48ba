using System.Buffers.Binary;

namespace ThreeDb.Postgres;

/// <summary>What PostgreSQL makes of one piece of text between white space.</summary>
/// <param name="piece">The piece.</param>
/// <param name="lexemes">The words it gives, each with its position from 0 within the piece.</param>
/// <param name="span">How many positions the piece takes, stop words included.</param>
internal sealed class ChunkLexemes(string piece, Lexeme[] lexemes, int span)
{
    private readonly Lexeme _first = lexemes.Length > 0 ? lexemes[0] : default;

    /// <summary>The piece.</summary>
    public string Piece { get; } = piece;

    /// <summary>The words.</summary>
    public ReadOnlySpan<Lexeme> Lexemes => lexemes.Length == 1 ? new ReadOnlySpan<Lexeme>(in _first) : lexemes;

    /// <summary>How many positions the piece takes.</summary>
    public int Span { get; } = span;
}

/// <summary>One word of a piece.</summary>
internal readonly struct Lexeme
{
    public Lexeme(byte[] utf8, int offset)
    {
        Utf8 = utf8;
        Offset = offset;
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        utf8.AsSpan(0, Math.Min(utf8.Length, first.Length)).CopyTo(first);
        Prefix = BinaryPrimitives.ReadUInt64BigEndian(first);
    }

    /// <summary>The lexeme.</summary>
    public byte[] Utf8 { get; }

    /// <summary>Its first eight bytes as a number; smaller numbers come first in the order of the bytes.</summary>
    public ulong Prefix { get; }

    /// <summary>Its position within the piece, from 0.</summary>
    public int Offset { get; }
}
