using System.Diagnostics;

namespace ThreeDb;

/// <summary>Passes on at most five shares a second, each larger than the one before, and the last one always.</summary>
/// <param name="progress">Whom to tell.</param>
internal sealed class PacedProgress(IProgress<double> progress) : IProgress<double>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private double _told = -1;
    private long _toldAt;

    public void Report(double value)
    {
        lock (_lock)
        {
            if (value <= _told || (value < 1 && _told >= 0 && Stopwatch.GetElapsedTime(_toldAt) < Pause))
            {
                return;
            }

            (_told, _toldAt) = (value, Stopwatch.GetTimestamp());
            progress.Report(value);
        }
    }
}
