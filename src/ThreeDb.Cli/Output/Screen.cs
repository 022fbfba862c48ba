using System.Text;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>Where a verb answers. Data is held back until the verb succeeded, so that a failure leaves stdout empty.</summary>
/// <remarks>For people: lines, pairs, tables. With <c>--json</c>: one payload, and silence on stderr unless it fails.</remarks>
internal sealed class Screen(Shell shell, bool isJson, bool withColour)
{
    private readonly StringBuilder _held = new();
    private readonly List<string> _notes = [];

    /// <summary>Whether JSON was asked for; then what is meant for people is not printed.</summary>
    public bool IsJson { get; } = isJson;

    /// <summary>Colours of stdout.</summary>
    public Ink Ink { get; } = new(withColour && !isJson && shell.OutputIsTerminal && MayColour(shell));

    /// <summary>Colours of stderr.</summary>
    public Ink ErrorInk { get; } = new(withColour && !isJson && shell.ErrorIsTerminal && MayColour(shell));

    /// <summary>Whether bars and spinners may move on stderr.</summary>
    public bool MayAnimate => !IsJson && shell.ErrorIsTerminal && MayColour(shell);

    /// <summary>How the user calls 3db.</summary>
    public string Command => shell.Command;

    /// <summary>Cells in a line.</summary>
    public int Width => shell.Width;

    /// <summary>Answers: the payload as JSON, or what is drawn for people.</summary>
    public void Answer<T>(T payload, Action<Screen> draw)
    {
        if (IsJson)
        {
            Json(payload);
        }
        else
        {
            draw(this);
        }
    }

    /// <summary>Prints a payload as JSON, whether it was asked for or not.</summary>
    public void Json<T>(T payload) => _held.Append(JsonSerializer.Serialize(payload, ThreeDbJson.Options)).Append('\n');

    /// <summary>Prints a line for people. Text of the store goes through <see cref="Printable"/> first.</summary>
    public void Line(string text = "")
    {
        if (!IsJson)
        {
            _held.Append(text).Append('\n');
        }
    }

    /// <summary>Prints text as it is.</summary>
    public void Text(string text)
    {
        if (!IsJson)
        {
            _held.Append(text);
        }
    }

    /// <summary>Steers the terminal; nothing where there is none.</summary>
    public void Raw(string sequence)
    {
        if (!IsJson && shell.OutputIsTerminal)
        {
            _held.Append(sequence);
        }
    }

    /// <summary>Prints a heading, with an empty line above unless it is the first.</summary>
    public void Heading(string text)
    {
        if (_held.Length > 0)
        {
            Line();
        }

        Line(Ink.Bold(text));
    }

    /// <summary>Prints names and values, aligned; a value of null is left out.</summary>
    public void Pairs(params ReadOnlySpan<(string Name, string? Value)> pairs)
    {
        var width = 0;
        foreach (var (name, value) in pairs)
        {
            width = value is null ? width : Math.Max(width, name.Length);
        }

        foreach (var (name, value) in pairs)
        {
            if (value is not null)
            {
                Line($"  {Ink.Dim(name.PadRight(width))}  {Printable.Of(value)}");
            }
        }
    }

    /// <summary>Prints a table.</summary>
    public void Print(Table table)
    {
        foreach (var line in table.Lines(Ink, shell.OutputIsTerminal ? Width : int.MaxValue))
        {
            Line(line);
        }
    }

    /// <summary>Says something beside the data, quietly, on stderr, after the data.</summary>
    public void Note(string text)
    {
        if (!IsJson)
        {
            _notes.Add(ErrorInk.Dim(Printable.Lines(text)));
        }
    }

    /// <summary>Says something beside the data, quietly, on stderr, at once: what somebody who waits wants to know.</summary>
    public void Say(string text)
    {
        if (!IsJson)
        {
            ErrorLine(ErrorInk.Dim(Printable.Lines(text)));
        }
    }

    /// <summary>Says that something is not as it should be, on stderr, at once.</summary>
    public void Warn(string text)
    {
        if (!IsJson)
        {
            ErrorLine($"{ErrorInk.Yellow("warning:")} {Printable.Lines(text)}");
        }
    }

    /// <summary>Proposes what to do next, on stderr, after the data.</summary>
    /// <param name="commands">Words after <c>3db</c>, and what they do.</param>
    public void Next(params ReadOnlySpan<(string Words, string Purpose)> commands)
    {
        var width = 0;
        foreach (var (words, _) in commands)
        {
            width = Math.Max(width, words.Length);
        }

        foreach (var (words, purpose) in commands)
        {
            Note(commands.Length == 1 ? $"{purpose}: {shell.Command} {words}" : $"  {shell.Command} {words.PadRight(width)}  {purpose}");
        }
    }

    /// <summary>Writes a line to stderr, whatever was asked for.</summary>
    public void ErrorLine(string text)
    {
        shell.Error.WriteLine(text);
        shell.Error.Flush();
    }

    /// <summary>Hands out what was held back. Called on success; long verbs call it between their parts.</summary>
    public void Flush()
    {
        if (_held.Length > 0)
        {
            shell.Output.Write(Encoding.UTF8.GetBytes(_held.ToString()));
            shell.Output.Flush();
            _held.Clear();
        }

        _notes.ForEach(ErrorLine);
        _notes.Clear();
    }

    /// <summary>Forgets what was held back.</summary>
    public void Discard()
    {
        _held.Clear();
        _notes.Clear();
    }

    // https://no-color.org: set and not empty.
    private static bool MayColour(Shell shell) => string.IsNullOrEmpty(shell.Variable("NO_COLOR")) && shell.Variable("TERM") != "dumb";
}
