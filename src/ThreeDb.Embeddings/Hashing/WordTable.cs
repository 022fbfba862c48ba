namespace ThreeDb.Embeddings;

/// <summary>The different words of one text with how often each occurs. It is refilled, not allocated: one per thread.</summary>
internal sealed class WordTable
{
    /// <summary>The marks around a word, so that its beginning and end have n-grams of their own. Neither is a letter or a digit.</summary>
    public const char Begin = '<';

    /// <inheritdoc cref="Begin" />
    public const char End = '>';

    private const int InitialWords = 256;

    // What is larger was made for an unusual text and is not kept.
    private const int MaxKeptText = 64 * 1024;

    [ThreadStatic]
    private static WordTable? _ofThread;

    private char[] _text = new char[4 * InitialWords];
    private Word[] _words = new Word[InitialWords];
    // Places in _words plus one, by hash; 0 is free. Always at least twice as many as words.
    private int[] _slots = new int[2 * InitialWords];
    private int _length;
    private int _count;

    /// <summary>The words of a text, in the order in which each came first. The table is the thread's: it holds until the next call.</summary>
    public static WordTable Read(ReadOnlySpan<char> text)
    {
        var table = _ofThread ??= new WordTable();
        if (table._text.Length > MaxKeptText && text.Length < MaxKeptText / 4)
        {
            table = _ofThread = new WordTable();
        }

        table.Fill(text);
        return table;
    }

    public ReadOnlySpan<Word> Words => _words.AsSpan(0, _count);

    /// <summary>A word in lower case between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public ReadOnlySpan<char> TextOf(in Word word) => _text.AsSpan(word.Start, word.Length);

    private void Fill(ReadOnlySpan<char> text)
    {
        Clear(text.Length);
        var lower = _text;
        for (var i = 0; i < text.Length;)
        {
            // One word: the characters up to the next that separates.
            var at = _length;
            lower[at++] = Begin;
            var hash = FeatureHash.Start;
            while (i < text.Length)
            {
                var character = WordCharacters.LowerAscii(text[i]);
                if (character != 0)
                {
                    i++;
                    lower[at++] = character;
                    hash = FeatureHash.Append(hash, character);
                    continue;
                }

                if (text[i] < 128)
                {
                    break;
                }

                var written = WordCharacters.Lower(text[i..], at == _length + 1, lower.AsSpan(at), out var read);
                if (written == 0)
                {
                    break;
                }

                i += read;
                for (; written > 0; written--)
                {
                    hash = FeatureHash.Append(hash, lower[at++]);
                }
            }

            if (at - _length > 1)
            {
                lower[at++] = End;
                Add(hash, at - _length);
            }

            i++;
        }
    }

    private void Add(ulong hash, int length)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(FeatureHash.Mix(hash) >> 32) & mask;
        for (; _slots[slot] is var place && place != 0; slot = (slot + 1) & mask)
        {
            if (_words[place - 1].Hash == hash)
            {
                _words[place - 1].Occurrences++;
                return;
            }
        }

        _slots[slot] = _count + 1;
        _words[_count++] = new Word(hash, _length, length);
        _length += length;
        if (_count == _words.Length)
        {
            Grow();
        }
    }

    private void Clear(int textLength)
    {
        // A word of n characters takes n + 2, and at least one character separates two; lower case can be one code unit longer.
        var needed = (2 * textLength) + 8;
        if (_text.Length < needed)
        {
            _text = new char[needed];
        }

        Array.Clear(_slots);
        _length = 0;
        _count = 0;
    }

    private void Grow()
    {
        Array.Resize(ref _words, _words.Length * 2);
        _slots = new int[_words.Length * 2];
        var mask = _slots.Length - 1;
        for (var i = 0; i < _count; i++)
        {
            var slot = (int)(FeatureHash.Mix(_words[i].Hash) >> 32) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }

    /// <summary>A word of the text.</summary>
    internal struct Word(ulong hash, int start, int length)
    {
        public ulong Hash { get; } = hash;

        public int Start { get; } = start;

        public int Length { get; } = length;

        public int Occurrences { get; set; } = 1;
    }
}
