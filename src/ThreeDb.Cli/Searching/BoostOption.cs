using System.CommandLine;
using System.Globalization;

namespace ThreeDb.Cli;

/// <summary>The option <c>--boost</c>: saved scores that lift hits, as <c>name=weight</c>.</summary>
internal static class BoostOption
{
    public static Option<string[]> Make() => new("--boost")
    {
        Description = "A saved score that lifts hits, and how much: importance=0.2; may be given several times",
        HelpName = "NAME=WEIGHT",
    };

    /// <summary>The boosts of a query with those of the option; what the option says goes first.</summary>
    public static IReadOnlyDictionary<string, double> Add(IReadOnlyDictionary<string, double> boost, IReadOnlyList<string>? texts, string command)
    {
        if (texts is null or [])
        {
            return boost;
        }

        var all = new Dictionary<string, double>(boost, StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (text.Split('=') is not [{ Length: > 0 } name, var weight] || !double.TryParse(weight, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                throw Usage.Fault($"--boost: '{Printable.Short(text)}' is not of the form name=weight, such as importance=0.2.", command);
            }

            if (!given.Add(name))
            {
                throw Usage.Fault($"--boost: '{Printable.Short(name)}' is given twice.", command);
            }

            all[name] = number;
        }

        return all;
    }
}
