namespace ThreeDb;

/// <summary>Finds the known word that a misspelt one most likely stands for.</summary>
public static class Nearest
{
    /// <summary><c>; did you mean 'x'?</c>-style hint, or an empty text when nothing is near.</summary>
    public static string Hint(string word, IEnumerable<string> known) => Find(word, known) is { } near ? $" (did you mean '{near}'?)" : "";

    /// <summary>The nearest known word by edit distance (Damerau 1964, adjacent transpositions), at most a third of the word away; or null.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length is 0 or > 100)
        {
            return null;
        }

        var limit = Math.Max(1, word.Length / 3);
        return known
            .Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                }

                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
