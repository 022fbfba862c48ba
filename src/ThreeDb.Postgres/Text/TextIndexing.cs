using System.Buffers.Binary;
using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Makes the text vectors of one write batch: from known pieces where possible, by PostgreSQL where not.</summary>
/// <remarks>Two steps around one round trip: <see cref="Plan"/> says what must be asked, <see cref="LearnAsync"/> takes the answers.</remarks>
internal sealed class TextIndexing(LexemeCache cache)
{
    // A number is no word of any language: every configuration keeps it as it is.
    private const string Sentinel = " 19920407";

    private static readonly Dictionary<string, ChunkLexemes> None = new(StringComparer.Ordinal);

    private readonly TsVectorBuilder _builder = new(cache);
    private readonly Dictionary<Document, byte[]> _vectors = new(ReferenceEqualityComparer.Instance);
    private readonly List<Document> _waiting = [];
    private readonly List<Document> _whole = [];
    private readonly Dictionary<string, HashSet<string>> _missing = [];
    private readonly Dictionary<string, Dictionary<string, ChunkLexemes>> _kept = [];

    /// <summary>The vector of a document that was planned; empty when it has no words.</summary>
    public byte[] VectorOf(Document document) => _vectors[document];

    /// <summary>Whether a vector holds no word.</summary>
    public static bool IsEmpty(byte[] vector) => BinaryPrimitives.ReadInt32BigEndian(vector) == 0;

    /// <summary>Builds what can be built and notes what must be asked.</summary>
    public void Plan(Document document)
    {
        if (TextChunks.NeedsWhole(document.Text.Title) || TextChunks.NeedsWhole(document.Text.Body))
        {
            _whole.Add(document);
            return;
        }

        var language = document.Plan.Language;
        if (_builder.Build(document.Text, language, None) is { } vector)
        {
            _vectors[document] = vector;
            return;
        }

        if (!_missing.TryGetValue(language, out var missing))
        {
            _missing.Add(language, missing = new HashSet<string>(StringComparer.Ordinal));
            _kept.Add(language, new Dictionary<string, ChunkLexemes>(StringComparer.Ordinal));
        }

        Keep(document.Text.Title, language, missing);
        Keep(document.Text.Body, language, missing);
        _waiting.Add(document);
    }

    /// <summary>Plans a document unless it was planned before.</summary>
    public void PlanOnce(Document document)
    {
        if (!_vectors.ContainsKey(document))
        {
            Plan(document);
        }
    }

    /// <summary>Whether PostgreSQL has to be asked.</summary>
    public bool HasQuestions => _whole.Count > 0 || _waiting.Count > 0;

    /// <summary>Adds the questions to a batch.</summary>
    public void Ask(TenantBatch batch)
    {
        foreach (var (language, pieces) in Questions())
        {
            batch.Add("select u.piece, to_tsvector($1::regconfig, ' ' || u.piece || $2) from unnest($3) u(piece)")
                .Text(language).Text(Sentinel).Array(pieces, NpgsqlDbType.Text);
        }

        foreach (var document in _whole)
        {
            batch.Add("select setweight(to_tsvector($1::regconfig, $2), 'A') || setweight(to_tsvector($1::regconfig, $3), 'B')")
                .Text(document.Plan.Language).Text(document.Text.Title).Text(document.Text.Body);
        }
    }

    /// <summary>Takes the answers, in the order of the questions, and builds the rest.</summary>
    public async Task LearnAsync(TenantReader reader, CancellationToken cancellationToken)
    {
        foreach (var (language, _) in Questions())
        {
            var pieces = _kept[language];
            await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
            {
                var piece = reader.Get<string>(0);
                var lexemes = Parse(piece, reader.Get<PgBinary>(1).Bytes.Span);
                pieces[piece] = lexemes;
                cache.Of(language).Add(lexemes);
            }
        }

        foreach (var document in _whole)
        {
            await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            await reader.RowAsync(cancellationToken).ConfigureAwait(false);
            _vectors[document] = reader.Get<PgBinary>(0).Bytes.ToArray();
        }

        foreach (var document in _waiting)
        {
            _vectors[document] = _builder.Build(document.Text, document.Plan.Language, _kept[document.Plan.Language])
                ?? throw new InvalidOperationException("PostgreSQL did not answer for every piece of a text.");
        }

        _waiting.Clear();
        _whole.Clear();
        _missing.Clear();
        _kept.Clear();
    }

    // What the cache knows now it may have forgotten by the time of the answers.
    private void Keep(ReadOnlySpan<char> text, string language, HashSet<string> missing)
    {
        var chunks = new TextChunks(text);
        while (chunks.MoveNext())
        {
            if (cache.Of(language).Find(chunks.Current) is { } known)
            {
                _kept[language].GetAlternateLookup<ReadOnlySpan<char>>().TryAdd(chunks.Current, known);
            }
            else
            {
                missing.GetAlternateLookup<ReadOnlySpan<char>>().Add(chunks.Current);
            }
        }
    }

    private IEnumerable<(string Language, string[] Pieces)> Questions() =>
        _missing.Where(pair => pair.Value.Count > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value.ToArray()));

    // The binary tsvector: count, then for each word its text with a zero byte, the number of positions, the positions.
    private static ChunkLexemes Parse(string piece, ReadOnlySpan<byte> vector)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(vector);
        vector = vector[4..];
        var lexemes = new List<Lexeme>(count);
        for (var i = 0; i < count; i++)
        {
            var end = vector.IndexOf((byte)0);
            var word = vector[..end].ToArray();
            var positions = BinaryPrimitives.ReadUInt16BigEndian(vector[(end + 1)..]);
            vector = vector[(end + 3)..];
            for (var p = 0; p < positions; p++)
            {
                lexemes.Add(new Lexeme(word, (BinaryPrimitives.ReadUInt16BigEndian(vector) & 0x3FFF) - 1));
                vector = vector[2..];
            }
        }

        // The sentinel stands last and tells how many positions the piece took, stop words included.
        var sentinel = lexemes.MaxBy(lexeme => lexeme.Offset);
        lexemes.Remove(sentinel);
        return new ChunkLexemes(piece, [.. lexemes.OrderBy(lexeme => lexeme.Offset)], sentinel.Offset);
    }
}
