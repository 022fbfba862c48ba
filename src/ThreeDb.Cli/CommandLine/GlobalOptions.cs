using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary>The options that every verb has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Print the bare JSON; errors as one JSON object on stderr", Recursive = true };

    public static readonly Option<bool> NoColour = new("--no-color") { Description = "Print without colours", Recursive = true };

    public static readonly Option<string?> Url = new("--url")
    {
        Description = "The server (default: THREEDB_URL, else the one that '3db up' started)", HelpName = "URL", Recursive = true,
    };

    public static readonly Option<string?> KeyFile = new("--key-file")
    {
        Description = "A file with the API key, - for stdin (default: THREEDB_API_KEY)", HelpName = "FILE", Recursive = true,
    };
}
