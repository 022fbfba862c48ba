using System.Text;

namespace ThreeDb.Postgres;

/// <summary>The numbers of names that come again and again as UTF-8: a text is made of each only once.</summary>
internal sealed class NameNumbers(Func<string, int> numberOf)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private byte[] _last = [];
    private int _lastNumber = -1;

    public int Of(ReadOnlySpan<byte> name)
    {
        // Rows of one type come one after another.
        if (_lastNumber >= 0 && name.SequenceEqual(_last))
        {
            return _lastNumber;
        }

        Span<char> text = stackalloc char[256];
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!Encoding.UTF8.TryGetChars(name, text, out var length))
        {
            text = Encoding.UTF8.GetString(name).ToCharArray();
            length = text.Length;
        }

        if (!lookup.TryGetValue(text[..length], out var number))
        {
            var made = text[..length].ToString();
            number = numberOf(made);
            _numbers[made] = number;
        }

        _last = name.ToArray();
        _lastNumber = number;
        return number;
    }
}
