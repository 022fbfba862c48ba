using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Tells an engine that refuses everything from keys that cannot be held: it uses the same words for one key after another, and takes nothing between them.</summary>
internal sealed class SameRefusals
{
    /// <summary>After so many different keys it is the engine.</summary>
    public const int Most = 5;

    private readonly HashSet<RowKey> _keys = [];
    private string? _words;

    /// <summary>The engine took something.</summary>
    public void Applied() => _keys.Clear();

    /// <summary>The engine refused a key.</summary>
    /// <returns>Whether it is the engine's fault by now.</returns>
    public bool Add(RowKey key, string words)
    {
        if (words != _words)
        {
            _keys.Clear();
            _words = words;
        }

        _keys.Add(key);
        return _keys.Count >= Most;
    }
}

/// <summary>The engine refuses whatever it is given: repeating does not help, and parking on would park everything that is written.</summary>
internal sealed class EngineRefusesAllException(ThreeDbException last) : ThreeDbException(
    ErrorCodes.ProjectionFailed,
    $"The engine refuses one key after another in the same words, so it is hardly the keys: {last.Message}",
    "Mend what the engine complains of, then '3db sync resume': what was parked is tried again by it. If it is the keys after all, resuming passes them; they stay parked.",
    inner: last);
