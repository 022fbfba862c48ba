using System.Buffers;
using System.Buffers.Binary;

namespace ThreeDb.Postgres;

/// <summary>
/// Builds what <c>setweight(to_tsvector(language, title), 'A') || setweight(to_tsvector(language, body), 'B')</c> gives, in the binary
/// form of <c>tsvector</c>, from known pieces. The limits are those of PostgreSQL (<c>tsvector.h</c>).
/// </summary>
/// <remarks>Not thread-safe; one instance serves many texts, one after the other.</remarks>
internal sealed class TsVectorBuilder(LexemeCache cache)
{
    private const int MaxPosition = (1 << 14) - 1;
    private const int MaxPositionsOfWord = 255;
    private const int WeightA = 3 << 14;
    private const int WeightB = 2 << 14;

    private Occurrence[] _occurrences = new Occurrence[256];
    private ulong[] _prefixes = new ulong[256];
    private int _count;
    private readonly ArrayBufferWriter<byte> _output = new(1024);

    /// <summary>Builds the vector, or returns null when a piece is unknown.</summary>
    /// <param name="text">Title and body; none of them <see cref="TextChunks.NeedsWhole"/>.</param>
    /// <param name="language">The text search configuration.</param>
    /// <param name="learned">Pieces learned for this batch, in addition to the cache.</param>
    public byte[]? Build(DocumentText text, string language, Dictionary<string, ChunkLexemes> learned)
    {
        _count = 0;
        var known = cache.Of(language);
        return Collect(text.Title, known, WeightA, start: 0, learned) && Collect(text.Body, known, WeightB, LastPosition(), learned) ? Write() : null;
    }

    // Concatenation moves the body behind the last position of the title's vector: stop words after it do not count, nor do the
    // positions that a frequent word does not keep.
    private int LastPosition()
    {
        var frequent = _count > MaxPositionsOfWord;
        if (frequent)
        {
            Sort();
        }

        int last = 0, count = 0;
        ReadOnlySpan<byte> word = [];
        foreach (var occurrence in _occurrences.AsSpan(0, _count))
        {
            if (frequent)
            {
                count = occurrence.Utf8.AsSpan().SequenceEqual(word) ? count + 1 : 1;
                word = occurrence.Utf8;
            }

            last = count <= MaxPositionsOfWord ? Math.Max(last, occurrence.Position) : last;
        }

        return last;
    }

    private bool Collect(ReadOnlySpan<char> text, LexemesOfLanguage language, int weight, int start, Dictionary<string, ChunkLexemes> learned)
    {
        var position = 0;
        var more = learned.GetAlternateLookup<ReadOnlySpan<char>>();
        var chunks = new TextChunks(text);
        while (chunks.MoveNext())
        {
            var known = language.Find(chunks.Current);
            if (known is null && !more.TryGetValue(chunks.Current, out known))
            {
                return false;
            }

            foreach (ref readonly var lexeme in known.Lexemes)
            {
                var here = Math.Min(position + lexeme.Offset + 1, MaxPosition);
                Add(lexeme, Math.Min(start + here, MaxPosition), weight);
            }

            position += known.Span;
        }

        return true;
    }

    private void Add(in Lexeme lexeme, int position, int weight)
    {
        if (_count == _occurrences.Length)
        {
            Array.Resize(ref _occurrences, 2 * _count);
            Array.Resize(ref _prefixes, 2 * _count);
        }

        _prefixes[_count] = lexeme.Prefix;
        _occurrences[_count] = new Occurrence(lexeme.Utf8, position, weight, _count);
        _count++;
    }

    // By word, then as they stood. Eight bytes tell most words apart, and numbers sort fast; what they do not tell apart is sorted after.
    private void Sort()
    {
        var prefixes = _prefixes.AsSpan(0, _count);
        var occurrences = _occurrences.AsSpan(0, _count);
        prefixes.Sort(occurrences);
        for (var start = 0; start < prefixes.Length;)
        {
            var same = prefixes[start..].IndexOfAnyExcept(prefixes[start]);
            var end = same < 0 ? prefixes.Length : start + same;
            if (end - start > 1)
            {
                occurrences[start..end].Sort(static (a, b) =>
                {
                    var order = ReferenceEquals(a.Utf8, b.Utf8) ? 0 : a.Utf8.AsSpan().SequenceCompareTo(b.Utf8);
                    return order != 0 ? order : a.Order.CompareTo(b.Order);
                });
            }

            start = end;
        }
    }

    private byte[] Write()
    {
        Sort();
        _output.ResetWrittenCount();
        var words = 0;
        _output.GetSpan(4);
        _output.Advance(4);
        for (var i = 0; i < _count; words++)
        {
            i = WriteWord(i);
        }

        var bytes = _output.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, words);
        return bytes;
    }

    // One word: its text, a zero byte, the number of positions, the positions with their weights.
    private int WriteWord(int first)
    {
        var word = _occurrences[first].Utf8;
        _output.Write(word);
        var room = _output.GetSpan(3 + (2 * (MaxPositionsOfWord + 1)));
        room[0] = 0;
        int count = 0, last = -1, ofWeight = 0, weight = -1;
        var i = first;
        for (; i < _count && (ReferenceEquals(_occurrences[i].Utf8, word) || _occurrences[i].Utf8.AsSpan().SequenceEqual(word)); i++)
        {
            var occurrence = _occurrences[i];
            if (occurrence.Weight != weight)
            {
                (weight, ofWeight) = (occurrence.Weight, 0);
            }

            // A word keeps 255 positions of each of the two parts and 256 in all; after the last possible position there is none.
            if (ofWeight < MaxPositionsOfWord && count <= MaxPositionsOfWord && last != MaxPosition && occurrence.Position != last)
            {
                BinaryPrimitives.WriteUInt16BigEndian(room[(3 + (2 * count))..], (ushort)(occurrence.Position | occurrence.Weight));
                (last, count, ofWeight) = (occurrence.Position, count + 1, ofWeight + 1);
            }
        }

        BinaryPrimitives.WriteUInt16BigEndian(room[1..], (ushort)count);
        _output.Advance(3 + (2 * count));
        return i;
    }

    private readonly record struct Occurrence(byte[] Utf8, int Position, int Weight, int Order);
}
