using System.Text;

namespace ThreeDb.Cli.Tests;

/// <summary>Runs commands inside this process, against a server of the test class.</summary>
public class CliFixture : ServerFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("3db-cli-test-");

    /// <summary>The folder that commands are called in.</summary>
    internal string Folder => _folder.FullName;

    internal Task<Answer> RunAsync(params string[] words) => RunAsync("", words);

    internal Task<Answer> RunAsync(string input, string[] words, Dictionary<string, string>? variables = null, bool isTerminal = false) =>
        RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(input)), words, variables, isTerminal);

    internal async Task<Answer> RunAsync(Stream input, string[] words, Dictionary<string, string>? variables = null, bool isTerminal = false)
    {
        var all = new Dictionary<string, string> { ["THREEDB_URL"] = Url.ToString(), ["HOME"] = Folder, ["TERM"] = "xterm-256color" };
        foreach (var (name, value) in variables ?? [])
        {
            all[name] = value;
        }

        using var output = new MemoryStream();
        using var error = new StringWriter();
        var shell = new Shell
        {
            Output = output,
            Error = error,
            Input = input,
            Folder = Folder,
            Variable = name => all.GetValueOrDefault(name),
            OutputIsTerminal = isTerminal,
            ErrorIsTerminal = isTerminal,
        };
        var exit = await CommandLineApp.RunAsync(words, shell);
        return new Answer(exit, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    internal string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
