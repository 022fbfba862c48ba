namespace ThreeDb.LocalPostgres;

/// <summary>
/// Reads stanzas of <c>Field: value</c> lines as in deb822(5). Continuation lines are joined by a blank; names ignore case.
/// </summary>
internal static class Deb822
{
    public static IEnumerable<Dictionary<string, string>> Read(IEnumerable<string> lines)
    {
        var stanza = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var field = "";
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (stanza.Count > 0)
                {
                    yield return stanza;
                    stanza = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                }
            }
            else if (line[0] is ' ' or '\t')
            {
                stanza[field] = stanza.GetValueOrDefault(field) + " " + line.Trim();
            }
            else if (line[0] != '#' && line.IndexOf(':') is > 0 and var colon)
            {
                field = line[..colon];
                stanza[field] = line[(colon + 1)..].Trim();
            }
        }

        if (stanza.Count > 0)
        {
            yield return stanza;
        }
    }
}
