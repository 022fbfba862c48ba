using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary>Shows how a local server is provided: one moving line on a terminal, a line for each step elsewhere, nothing with --json.</summary>
internal sealed class ProvisionDisplay(Screen screen, Shell shell) : IProgress<ProvisionProgress>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private ProvisionStep? _last;
    private bool _isOpen;
    private bool _isClosed;

    public void Report(ProvisionProgress value)
    {
        lock (_gate)
        {
            // Reports may come late, from other threads.
            if (screen.IsJson || _isClosed || value.Step == ProvisionStep.Ready)
            {
                return;
            }

            if (screen.MayAnimate)
            {
                shell.Error.Write("\r\e[K" + screen.ErrorInk.Dim(Text(value)));
                shell.Error.Flush();
                _isOpen = true;
            }
            else if (_last != value.Step)
            {
                screen.ErrorLine(Printable.Of(value.Message));
            }

            _last = value.Step;
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isOpen)
            {
                shell.Error.Write("\r\e[K");
                shell.Error.Flush();
                _isOpen = false;
            }

            _isClosed = true;
            return ValueTask.CompletedTask;
        }
    }

    private string Text(ProvisionProgress value)
    {
        var text = Printable.Of(value.Message)
            + (value.Fraction is { } fraction ? $" {fraction:P0}".Replace(" %", "%", StringComparison.Ordinal) : "")
            + (value.TotalBytes is { } total ? $" of {Quantity.Bytes(total)}" : "");
        return text.Length < shell.Width ? text : Printable.Short(text, shell.Width - 1);
    }
}
