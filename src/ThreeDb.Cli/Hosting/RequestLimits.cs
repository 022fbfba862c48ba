using System.CommandLine;
using System.Globalization;

namespace ThreeDb.Cli;

/// <summary>How large requests and documents may be, by option or by variable.</summary>
/// <param name="MaxBody">The largest request, in bytes.</param>
/// <param name="MaxMembers">The largest number of members and elements of a document.</param>
internal sealed record RequestLimits(int MaxBody, int MaxMembers)
{
    private const string BodyName = "THREEDB_MAX_BODY";
    private const string MembersName = "THREEDB_MAX_MEMBERS";
    private const int LeastBody = 64 << 10;
    private const int MostMembers = 10_000_000;

    // PostgreSQL stores no document beyond that.
    private const int MostBody = 256 << 20;

    public static readonly Option<string?> BodyOption = new("--max-body")
    {
        Description = $"The largest request, and with it the largest document: 64K to 256M (default {BodyName}, else 8M)", HelpName = "SIZE",
    };

    public static readonly Option<string?> MembersOption = new("--max-members")
    {
        Description = $"The largest number of members and elements of a document: 1 to 10000000 (default {MembersName}, else 100000)", HelpName = "N",
    };

    /// <summary>The largest document, which fits into such a request with everything around it.</summary>
    public int MaxDocument => MaxBody - JsonLimits.AroundBytes;

    /// <summary>The words that give a server these limits.</summary>
    public IEnumerable<string> Words =>
        [BodyOption.Name, MaxBody.ToString(CultureInfo.InvariantCulture), MembersOption.Name, MaxMembers.ToString(CultureInfo.InvariantCulture)];

    /// <exception cref="ThreeDbException"><c>TDB6001</c> for an option, <c>TDB6003</c> for a variable.</exception>
    public static RequestLimits Of(Call call) => new(
        Read(call, BodyOption, BodyName, JsonLimits.Default.MaxBytes + JsonLimits.AroundBytes,
            text => Amount.Parse(text, LeastBody, MostBody), "a size from 64K to 256M, such as 32M, or a number of bytes"),
        Read(call, MembersOption, MembersName, JsonLimits.Default.MaxMembers,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostMembers ? number : null,
            "a whole number from 1 to 10000000"));

    /// <summary>Whether the call itself names a limit.</summary>
    public static bool AreNamed(Call call) => call.Has(BodyOption) || call.Has(MembersOption);

    private static int Read(Call call, Option<string?> option, string name, int otherwise, Func<string, long?> parse, string wanted)
    {
        if (call.Get(option) is { } given)
        {
            return (int)(parse(given.Trim()) ?? throw Usage.Fault($"{option.Name}: '{Printable.Short(given)}' is not {wanted}."));
        }

        return call.Shell.Setting(name) is not { } text ? otherwise
            : (int)(parse(text) ?? throw new ThreeDbException(ErrorCodes.InvalidConfiguration, $"{name} is '{Printable.Short(text)}'; it is {wanted}."));
    }
}
