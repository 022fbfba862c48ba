using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ThreeDb;

/// <summary>Checks settings and reports every fault at once.</summary>
internal sealed class ThreeDbOptionsRules : IValidateOptions<ThreeDbOptions>
{
    public ValidateOptionsResult Validate(string? name, ThreeDbOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <exception cref="ThreeDbException"><c>TDB6003</c>.</exception>
    public static void Check(ThreeDbOptions options)
    {
        if (Faults(options).ToList() is { Count: > 0 } faults)
        {
            throw new ThreeDbException(ErrorCodes.InvalidConfiguration, string.Join(" ", faults));
        }
    }

    /// <summary>Refuses keys that no setting has.</summary>
    public static void CheckKeys(IConfigurationSection section)
    {
        var known = typeof(ThreeDbOptions).GetProperties().Select(property => property.Name).ToList();
        foreach (var key in section.GetChildren().Select(child => child.Key))
        {
            if (!known.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                throw new ThreeDbException(ErrorCodes.InvalidConfiguration,
                    $"There is no setting '{section.Path}:{key}'{Nearest.Hint(key, known)}.", $"The settings are {string.Join(", ", known)}.");
            }
        }
    }

    private static IEnumerable<string> Faults(ThreeDbOptions options) =>
    [
        .. Range(nameof(options.MaxConnections), options.MaxConnections, 4, 1000),
        .. Range(nameof(options.WriteLanes), options.WriteLanes, 1, 64),
        .. Range(nameof(options.StatementTimeout), options.StatementTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        .. Range(nameof(options.MemoryBudget), options.MemoryBudget, 1L << 20, 1L << 40),
        .. Range(nameof(options.MaxDepth), options.MaxDepth, 1, 64),
        .. Range(nameof(options.MaxMembers), options.MaxMembers, 1, 10_000_000),
        .. Range(nameof(options.MaxDocumentBytes), options.MaxDocumentBytes, 1024, 256 << 20),
        .. Name(nameof(options.Tenant), options.Tenant),
        .. Name(nameof(options.Actor), options.Actor),
    ];

    private static IEnumerable<string> Range<T>(string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{key} is {value}; it must be {least} to {most}.");
        }
    }

    private static IEnumerable<string> Name(string key, string value)
    {
        string? fault = null;
        try
        {
            Identifiers.CheckName(value, key.ToLowerInvariant(), "");
        }
        catch (ThreeDbException e)
        {
            fault = $"{key}: {e.Message} {e.Hint}";
        }

        if (fault is not null)
        {
            yield return fault;
        }
    }
}
