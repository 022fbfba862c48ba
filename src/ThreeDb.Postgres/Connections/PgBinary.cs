namespace ThreeDb.Postgres;

/// <summary>A value in PostgreSQL's own binary form, for types that Npgsql does not know or builds slowly: <c>vector</c>, <c>tsvector</c>.</summary>
/// <param name="Bytes">What the type's send and receive functions exchange.</param>
internal readonly record struct PgBinary(ReadOnlyMemory<byte> Bytes);

/// <summary>A <c>jsonb</c> value as UTF-8 text, handed through without a parse.</summary>
/// <param name="Utf8">The JSON text.</param>
internal readonly record struct PgJson(ReadOnlyMemory<byte> Utf8);

/// <summary>A text of which there are few, such as the type of a relation: one that was met before is read without making it again.</summary>
/// <param name="Text">The text.</param>
internal readonly record struct PgName(string Text);
