namespace ThreeDb.DebianCatalogue.Dependencies;

/// <summary>
/// Reads the entries of a relationship field (policy 7.1): clauses parted by commas, alternatives by bars. What has no name is
/// passed over.
/// </summary>
internal ref struct DependencyReader(ReadOnlySpan<byte> field)
{
    private ReadOnlySpan<byte> _rest = field;
    private ReadOnlySpan<byte> _clause;
    private int _group;
    private int _alternative;
    private int _alternatives;

    /// <summary>The next entry.</summary>
    /// <returns>False at the end of the field.</returns>
    public bool Read(out DependencyEntry entry)
    {
        while (true)
        {
            while (!_clause.IsEmpty)
            {
                if (DependencyEntry.TryParse(Cut(ref _clause, (byte)'|'), _group, _alternative + 1, _alternatives, out entry))
                {
                    _alternative++;
                    return true;
                }
            }

            if (_rest.IsEmpty)
            {
                entry = default;
                return false;
            }

            _clause = Cut(ref _rest, (byte)',');
            _alternative = 0;
            _alternatives = Count(_clause);
            _group += _alternatives > 0 ? 1 : 0;
        }
    }

    private static int Count(ReadOnlySpan<byte> clause)
    {
        var count = 0;
        while (!clause.IsEmpty)
        {
            count += DependencyEntry.TryParse(Cut(ref clause, (byte)'|'), 0, 0, 0, out _) ? 1 : 0;
        }

        return count;
    }

    private static ReadOnlySpan<byte> Cut(scoped ref ReadOnlySpan<byte> text, byte separator)
    {
        var length = text.IndexOf(separator);
        var part = length < 0 ? text : text[..length];
        text = length < 0 ? [] : text[(length + 1)..];
        return part;
    }
}
