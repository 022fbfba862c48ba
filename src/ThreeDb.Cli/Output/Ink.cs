namespace ThreeDb.Cli;

/// <summary>Colours, where there are any.</summary>
/// <param name="IsOn">Whether escape sequences are written at all.</param>
internal readonly record struct Ink(bool IsOn)
{
    public string Bold(string text) => Paint(text, "1");

    public string Dim(string text) => Paint(text, "2");

    public string Red(string text) => Paint(text, "1;31");

    public string Green(string text) => Paint(text, "32");

    public string Yellow(string text) => Paint(text, "33");

    private string Paint(string text, string code) => IsOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
