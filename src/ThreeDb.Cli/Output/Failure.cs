using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>Reports failures on stderr, for people or as one JSON object, and leaves stdout empty.</summary>
internal static class Failure
{
    /// <summary>Reports, and says which exit code follows.</summary>
    public static int Report(ThreeDbException e, Screen screen)
    {
        screen.Discard();
        if (screen.IsJson)
        {
            screen.ErrorLine(JsonSerializer.Serialize(FailureAnswer.Of(e), ThreeDbJson.Options));
        }
        else
        {
            screen.ErrorLine($"{screen.ErrorInk.Red($"error {e.Code}:")} {Printable.Lines(e.Message)}");
            foreach (var error in e.Errors.Where(error => !e.Message.Contains(error.Detail, StringComparison.Ordinal)))
            {
                screen.ErrorLine($"  {(error.Pointer.Length == 0 ? "" : Printable.Of(error.Pointer) + ": ")}{Printable.Of(error.Detail)}");
            }

            screen.ErrorLine(screen.ErrorInk.Dim("  " + Printable.Lines(e.Hint)));
            if (e.Data["traceId"] is string trace && e.Code.Kind == ErrorKind.Internal)
            {
                screen.ErrorLine(screen.ErrorInk.Dim("  trace " + Printable.Of(trace)));
            }
        }

        return ExitCodes.Of(e.Code);
    }

    /// <summary>What a failure of the machine, or of 3db itself, means.</summary>
    public static ThreeDbException Translate(Exception e, Shell shell) => e is IOException or UnauthorizedAccessException
        ? new ThreeDbException(ErrorCodes.FileNotUsable, e.Message, inner: e)
        : new ThreeDbException(ErrorCodes.Internal, $"3db failed: {(shell.Setting("THREEDB_TRACE") is null ? $"{e.GetType().Name}: {e.Message}" : e.ToString())}",
            "Please report it, with what it prints when THREEDB_TRACE=1 is set.", inner: e);
}

/// <summary>A failure as JSON.</summary>
internal sealed record FailureAnswer(
    string Code, string Title, string Message, string Hint, IReadOnlyList<FieldError>? Errors, double? RetryAfterSeconds, string? TraceId, int ExitCode)
{
    public static FailureAnswer Of(ThreeDbException e) => new(
        e.Code.Code, e.Code.Title, e.Message, e.Hint, e.Errors.Count == 0 ? null : e.Errors, e.RetryAfter?.TotalSeconds,
        e.Data["traceId"] as string, ExitCodes.Of(e.Code));
}
