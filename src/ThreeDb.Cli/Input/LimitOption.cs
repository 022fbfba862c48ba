using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>The option <c>--limit</c> of a verb.</summary>
/// <param name="normal">How many where it is not given.</param>
/// <param name="most">The largest number that is taken.</param>
/// <param name="beyond">What takes more than that, as the end of a sentence; null for nothing.</param>
internal sealed class LimitOption(int normal, int most = 1000, string? beyond = null)
{
    /// <summary>The option.</summary>
    public Option<int?> Option { get; } = new("--limit") { Description = $"How many at most (default {Quantity.Count(normal)})", HelpName = "N" };

    /// <summary>Refuses it beside an option that takes everything.</summary>
    /// <param name="call">The call.</param>
    /// <param name="all">That option.</param>
    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public void RefuseBeside(Call call, Option<bool> all)
    {
        if (call.Get(all) && call.Has(Option))
        {
            throw Usage.Fault($"{all.Name} takes everything: leave out --limit.");
        }
    }

    /// <summary>How many.</summary>
    /// <param name="call">The call.</param>
    /// <param name="otherwise">How many where it is not given, if not as usual.</param>
    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public int Of(Call call, int? otherwise = null) => call.Get(Option) is not { } wanted ? otherwise ?? normal
        : wanted >= 1 && wanted <= most ? wanted
        : throw Usage.Fault($"--limit: {wanted} is not in 1 to {Quantity.Count(most)}{(wanted > most && beyond is not null ? $"; {beyond}" : "")}.");
}
