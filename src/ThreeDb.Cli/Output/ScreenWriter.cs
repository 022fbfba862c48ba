using System.Text;

namespace ThreeDb.Cli;

/// <summary>Prints text that may be long: a few megabytes are held back until the verb succeeded, more go out as they come.</summary>
internal sealed class ScreenWriter(Screen screen) : TextWriter
{
    private const int CharsHeld = 4 << 20;

    private int _held;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        screen.Text(value ?? "");
        _held += value?.Length ?? 0;
        if (_held > CharsHeld)
        {
            screen.Flush();
            _held = 0;
        }
    }

    public override void Write(StringBuilder? value) => Write(value?.ToString());

    public override Task WriteAsync(StringBuilder? value, CancellationToken cancellationToken = default)
    {
        Write(value);
        return Task.CompletedTask;
    }
}
