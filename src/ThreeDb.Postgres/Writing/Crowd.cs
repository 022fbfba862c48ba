namespace ThreeDb.Postgres;

/// <summary>How many write for one tenant at once, as far as it was seen, and until when what waits is let wait for others. Owner: <see cref="WriteQueue"/>, under its lock.</summary>
/// <remarks>
/// Where many write at once, a transaction costs more than what it is shared by, so another batch begins once a lane's share of the writers waits, or a few milliseconds later.
/// </remarks>
/// <param name="lanes">How many batches run at once.</param>
/// <param name="time">The clock.</param>
internal sealed class Crowd(int lanes, TimeProvider time)
{
    // A transaction shared by so many costs each of them next to nothing.
    private const int MostWorth = 64;

    // Fewer are written as they come.
    private const int LeastWorth = 4;

    // How much of a crowd that was seen is still believed in after another batch, and after waiting for it in vain.
    private const double Fading = 0.98;
    private const double FadingInVain = 0.5;

    // For so long the first who waits lets others come: beside a batch that runs, and where none does.
    private static readonly TimeSpan PatienceBeside = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    // Units that wait or are being written, and how many writers are believed in: the most of the former, fading.
    private int _inside;
    private double _believed;

    // When what waits is taken, however little it is.
    private long _due;

    // So many have to wait for another batch: a lane's share of the writers.
    private int Worth => _believed / lanes is >= LeastWorth and var share ? (int)share : 1;

    /// <summary>Whether nobody is waited for.</summary>
    public bool IsSmall => Worth == 1;

    /// <summary>Units came.</summary>
    /// <param name="units">How many.</param>
    /// <param name="areFirst">Whether none waited that could be taken.</param>
    /// <param name="runs">Whether a batch of the tenant runs.</param>
    public void Came(int units, bool areFirst, bool runs)
    {
        _inside += units;
        _believed = Math.Max(_believed, Math.Min(_inside, MostWorth * lanes));
        if (areFirst)
        {
            Begin(runs);
        }
    }

    /// <summary>Waiting begins anew, for those that are left or were held up until now.</summary>
    public void Begin(bool runs) => _due = After(runs ? PatienceBeside : Patience);

    /// <summary>A unit left without being written.</summary>
    public void Left() => _inside--;

    /// <summary>A batch has been written.</summary>
    /// <param name="units">How many units it had.</param>
    /// <param name="runs">Whether another batch of the tenant runs.</param>
    public void Written(int units, bool runs)
    {
        _inside -= units;
        _believed *= Fading;
        _due = runs ? _due : Math.Min(_due, After(Patience));
    }

    /// <summary>How much longer so many units, at least one, wait for others. Zero when they are to be taken.</summary>
    public TimeSpan Wait(int units)
    {
        if (units >= Worth)
        {
            return TimeSpan.Zero;
        }

        var left = time.GetElapsedTime(time.GetTimestamp(), _due);
        return left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
    }

    /// <summary>So many units are taken: if fewer than are worth a batch, the crowd is believed to have gone.</summary>
    public void Taken(int units)
    {
        if (units < Worth)
        {
            _believed = Math.Max(_inside, _believed * FadingInVain);
        }
    }

    private long After(TimeSpan patience) => time.GetTimestamp() + (long)(patience.TotalSeconds * time.TimestampFrequency);
}
