using System.Text;

namespace ThreeDb.DebianCatalogue.Packing;

/// <summary>Distinct texts, numbered from 0 in the order in which they were added.</summary>
internal sealed class NameTable
{
    /// <summary>The number that stands for no text.</summary>
    public const int None = -1;

    private readonly TextStore _store;
    private readonly List<TextRange> _ranges = [];
    private readonly Dictionary<TextRange, int> _numbers;
    private readonly Dictionary<TextRange, int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public NameTable(TextStore store)
    {
        _store = store;
        _numbers = new Dictionary<TextRange, int>(new TextComparer(store));
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>How many texts there are.</summary>
    public int Count => _ranges.Count;

    /// <summary>The text of a number; empty for <see cref="None"/>.</summary>
    public ReadOnlySpan<byte> this[int number] => number == None ? [] : _store[_ranges[number]];

    /// <summary>The number of a text, which is added when it is new; <see cref="None"/> for the empty text.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return None;
        }

        if (!_lookup.TryGetValue(text, out var number))
        {
            number = _ranges.Count;
            var range = _store.Add(text);
            _ranges.Add(range);
            _numbers.Add(range, number);
        }

        return number;
    }

    /// <summary>The number of a text, or <see cref="None"/>.</summary>
    public int Find(ReadOnlySpan<byte> text) => _lookup.TryGetValue(text, out var number) ? number : None;

    /// <summary>The text of a number as a string.</summary>
    public string Name(int number) => Encoding.UTF8.GetString(this[number]);

    private sealed class TextComparer(TextStore store) : IEqualityComparer<TextRange>, IAlternateEqualityComparer<ReadOnlySpan<byte>, TextRange>
    {
        public bool Equals(TextRange left, TextRange right) => store[left].SequenceEqual(store[right]);

        public bool Equals(ReadOnlySpan<byte> alternate, TextRange other) => alternate.SequenceEqual(store[other]);

        public int GetHashCode(TextRange range) => GetHashCode(store[range]);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public TextRange Create(ReadOnlySpan<byte> alternate) => store.Add(alternate);
    }
}
