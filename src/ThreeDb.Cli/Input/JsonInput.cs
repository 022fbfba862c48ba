using System.Text;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>JSON from the command line: the text itself, <c>@file</c>, or <c>-</c> for stdin.</summary>
internal static class JsonInput
{
    /// <summary>What is read here is sent, and how large it may be is the server's to say; this only bounds what the command itself takes in.</summary>
    public static readonly JsonLimits Limits = new JsonLimits { MaxMembers = int.MaxValue }.Around();

    public const string Form = "JSON|@FILE|-";

    /// <exception cref="ThreeDbException">1xxx when it is not JSON that can be stored, <c>TDB6004</c> without such a file.</exception>
    public static async Task<JsonElement> ReadAsync(Call call, string text)
    {
        try
        {
            return JsonGuard.Parse(await BytesAsync(call, text), Limits);
        }
        catch (ThreeDbException e) when (text.StartsWith('@') || text == "-")
        {
            throw new ThreeDbException(e.Code, $"{(text == "-" ? "stdin" : text[1..])}: {e.Message}", e.Hint, e.Errors, e);
        }
    }

    private static async Task<byte[]> BytesAsync(Call call, string text)
    {
        if (text == "-")
        {
            using var all = new MemoryStream();
            await call.Shell.Input.CopyToAsync(all, call.Token);
            return all.ToArray();
        }

        return text.StartsWith('@') ? await File.ReadAllBytesAsync(Path.Combine(call.Shell.Folder, text[1..]), call.Token) : Encoding.UTF8.GetBytes(text);
    }
}
