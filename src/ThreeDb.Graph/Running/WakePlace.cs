using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>Where Linux wakes a thread: not on the core of the one that wakes it and goes on working, where it would wait for the end of that one's slice, 3 ms.</summary>
/// <remarks>
/// On a virtual machine, a core that sleeps looks to the guest like one that its host has taken away (`vcpu_is_preempted`), so a thread is woken on the waker's core although the
/// other has nothing to do. Only the moment of waking is steered: awake, the thread may run wherever it might before. Where it cannot be, this does nothing.
/// </remarks>
internal sealed class WakePlace : IDisposable
{
    // As many processors as the C library's own set has. A kernel that knows more refuses, and nothing is steered.
    private const int SetBytes = 128;

    // Some C libraries lack a part of it, and another system's has none.
    private static readonly bool CanSteer = OperatingSystem.IsLinux() && Has("gettid", "sched_getcpu", "sched_getaffinity", "sched_setaffinity");

    private readonly nint _allowed;
    private readonly nint _elsewhere;
    private int _thread;
    private bool _isSteered;

    /// <summary>Steers nothing until the thread has settled.</summary>
    public WakePlace()
    {
        if (CanSteer)
        {
            (_allowed, _elsewhere) = (Marshal.AllocHGlobal(SetBytes), Marshal.AllocHGlobal(SetBytes));
        }
    }

    /// <summary>Called by the thread itself, once: it can be steered from now on.</summary>
    public void Settle() => _thread = _allowed == 0 ? 0 : ThreadId();

    /// <summary>Called by the one who is about to wake the thread, while nobody else can.</summary>
    public void SteerAwayFromHere()
    {
        if (_thread == 0 || GetAffinity(_thread, SetBytes, _allowed) < 0 || CurrentProcessor() is not (>= 0 and < SetBytes * 8 and var here))
        {
            return;
        }

        var isAnywhere = false;
        for (var i = 0; i < SetBytes; i++)
        {
            var bits = (byte)(Marshal.ReadByte(_allowed, i) & (i == here / 8 ? ~(1 << (here % 8)) : -1));
            Marshal.WriteByte(_elsewhere, i, bits);
            isAnywhere |= bits != 0;
        }

        _isSteered = isAnywhere && SetAffinity(_thread, SetBytes, _elsewhere) == 0;
    }

    /// <summary>Called by the thread once it is awake: it may run everywhere again.</summary>
    public void Release()
    {
        if (_isSteered)
        {
            _isSteered = false;
            _ = SetAffinity(_thread, SetBytes, _allowed);
        }
    }

    public void Dispose()
    {
        Marshal.FreeHGlobal(_allowed);
        Marshal.FreeHGlobal(_elsewhere);
    }

    private static bool Has(params string[] functions) => NativeLibrary.TryLoad("libc", typeof(WakePlace).Assembly, null, out var library)
        && functions.All(function => NativeLibrary.TryGetExport(library, function, out _));

    [DllImport("libc", EntryPoint = "gettid")]
    private static extern int ThreadId();

    [DllImport("libc", EntryPoint = "sched_getcpu")]
    private static extern int CurrentProcessor();

    [DllImport("libc", EntryPoint = "sched_getaffinity")]
    private static extern int GetAffinity(int thread, nint size, nint set);

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nint size, nint set);
}
