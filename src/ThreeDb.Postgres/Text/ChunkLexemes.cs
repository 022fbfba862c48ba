namespace ThreeDb.Postgres;

/// <summary>What PostgreSQL makes of one piece of text between white space.</summary>
/// <param name="Lexemes">The words it gives, each with its position from 0 within the piece.</param>
/// <param name="Span">How many positions the piece takes, stop words included.</param>
internal sealed record ChunkLexemes(Lexeme[] Lexemes, int Span);

/// <summary>One word of a piece.</summary>
/// <param name="Utf8">The lexeme.</param>
/// <param name="Offset">Its position within the piece, from 0.</param>
internal readonly record struct Lexeme(byte[] Utf8, int Offset);
