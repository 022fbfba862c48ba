using System.Collections.Concurrent;

namespace ThreeDb.Postgres;

/// <summary>Remembers, per language, what PostgreSQL's parser and dictionaries made of pieces of text.</summary>
/// <remarks>
/// PostgreSQL's default parser never looks across white space, except inside markup that begins with '&lt;' (such texts are left to it as
/// a whole). So a text's words follow from its pieces, and a piece that was seen before need not be parsed again: 12 µs instead of
/// 41 µs for a text of 400 characters. Nothing is decided here; every entry is PostgreSQL's own answer.
/// Bounded: when a generation is full it becomes the old one, and the old one is dropped.
/// </remarks>
internal sealed class LexemeCache(int capacity = LexemeCache.DefaultCapacity)
{
    private const int DefaultCapacity = 60_000;

    private readonly Lock _turn = new();
    private volatile Generation _current = new();
    private volatile Generation _old = new();

    /// <summary>What is known of a piece; null when nothing is.</summary>
    public ChunkLexemes? Find(string language, ReadOnlySpan<char> chunk)
    {
        if (_current.Of(language).TryGetValue(chunk, out var known))
        {
            return known;
        }

        if (_old.Of(language).TryGetValue(chunk, out known))
        {
            Add(language, chunk.ToString(), known);
            return known;
        }

        return null;
    }

    public void Add(string language, string chunk, ChunkLexemes lexemes)
    {
        var generation = _current;
        generation.Of(language).TryAdd(chunk, lexemes);
        if (Interlocked.Increment(ref generation.Count) <= capacity)
        {
            return;
        }

        lock (_turn)
        {
            if (ReferenceEquals(generation, _current))
            {
                _old = generation;
                _current = new Generation();
            }
        }
    }

    private sealed class Generation
    {
        public int Count;

        private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, ChunkLexemes>> _languages = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, ChunkLexemes>.AlternateLookup<ReadOnlySpan<char>> Of(string language) =>
            _languages.GetOrAdd(language, static _ => new(StringComparer.Ordinal)).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
