namespace ThreeDb.Cli;

/// <summary>What the exit code of a command means. Documented in docs/design/cli.md; never changed.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Other = 1;
    public const int Usage = 2;
    public const int Unauthenticated = 3;
    public const int Forbidden = 4;
    public const int NotFound = 5;
    public const int Conflict = 6;
    public const int Invalid = 7;
    public const int RateLimited = 8;
    public const int Unreachable = 9;
    public const int GaveUpWaiting = 10;
    public const int Interrupted = 130;

    /// <summary>The exit code of a failure.</summary>
    public static int Of(ErrorCode code) => code.Kind switch
    {
        ErrorKind.Malformed => code == ErrorCodes.Usage ? Usage : Invalid,
        ErrorKind.Invalid or ErrorKind.TooLarge or ErrorKind.UnsupportedMediaType => Invalid,
        ErrorKind.Unauthenticated => Unauthenticated,
        ErrorKind.Forbidden => Forbidden,
        ErrorKind.NotFound => NotFound,
        ErrorKind.Conflict or ErrorKind.PreconditionFailed => Conflict,
        ErrorKind.RateLimited => RateLimited,
        ErrorKind.Unavailable => code == ErrorCodes.NotYet ? GaveUpWaiting : Unreachable,
        ErrorKind.Timeout => GaveUpWaiting,
        ErrorKind.Environment when code == ErrorCodes.LockBusy => GaveUpWaiting,
        _ => Other,
    };
}
