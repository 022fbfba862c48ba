using System.Globalization;

namespace ThreeDb;

/// <summary>One fault of a request.</summary>
/// <param name="Pointer">Where, as a JSON Pointer (RFC 6901) into the request; empty for the whole.</param>
/// <param name="Detail">What is wrong there.</param>
public sealed record FieldError(string Pointer, string Detail)
{
    /// <summary>One sentence about all faults of something; it quotes the first.</summary>
    /// <param name="what">What has them, such as "The definition".</param>
    /// <param name="faults">The faults, one at least.</param>
    public static string Summary(string what, IReadOnlyList<FieldError> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var (count, first) = (faults.Count, faults[0]);
        var place = first.Pointer.Length == 0 ? "the whole" : first.Pointer;
        var quoted = count == 1 ? $"{what} has a fault: {place}: {first.Detail}" : string.Create(CultureInfo.InvariantCulture, $"{what} has {count:N0} faults; the first is {place}: {first.Detail}");
        return quoted.EndsWith('.') ? quoted : quoted + ".";
    }
}
