using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>One of a few words that stand for a value, in any case; shells complete them.</summary>
internal sealed class WordOption<T>
    where T : struct, Enum
{
    private readonly (string Word, T Value)[] _words;

    /// <param name="name">The name of the option.</param>
    /// <param name="description">What it decides.</param>
    /// <param name="words">The words; the first is the usual one.</param>
    public WordOption(string name, string description, params (string Word, T Value)[] words)
    {
        _words = words;
        Option = new Option<string?>(name) { Description = $"{description} (default {words[0].Word})", HelpName = string.Join('|', words.Select(pair => pair.Word)) };
        Option.CompletionSources.Clear();
        Option.CompletionSources.Add([.. words.Select(pair => pair.Word)]);
    }

    public Option<string?> Option { get; }

    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public T Of(Call call) => call.Get(Option) is { } word ? Find(word) : _words[0].Value;

    private T Find(string given)
    {
        foreach (var (word, value) in _words)
        {
            if (word.Equals(given, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        var words = _words.Select(pair => pair.Word).ToList();
        throw Usage.Fault($"{Option.Name}: '{Printable.Short(given)}' is none of {string.Join(", ", words)}{Nearest.Hint(given, words)}.");
    }
}
