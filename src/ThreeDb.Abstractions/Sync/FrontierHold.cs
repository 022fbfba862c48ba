using System.Globalization;

namespace ThreeDb;

/// <summary>Who holds the change log back.</summary>
/// <param name="ProcessId">The backend of PostgreSQL; null for callers without the scope <c>admin</c>, because it may be anybody's.</param>
/// <param name="Application">What it calls itself; null for callers without the scope <c>admin</c>.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="State">What it does.</param>
public sealed record FrontierHold(int? ProcessId, string? Application, double Seconds, string State)
{
    /// <summary>What is wrong, in words.</summary>
    public string Reason()
    {
        var who = ProcessId is { } process
            ? string.Create(CultureInfo.InvariantCulture, $"process {process} of PostgreSQL ({(string.IsNullOrEmpty(Application) ? "unnamed" : Application)}, {State})")
            : $"a session of PostgreSQL ({State})";
        return string.Create(CultureInfo.InvariantCulture, $"{who} has held a transaction open for {Seconds:0} s; changes after it cannot be read");
    }

    /// <summary>How to end that, in words.</summary>
    public string Remedy() =>
        ProcessId is not { } process ? "let it end, or ask an administrator: with the scope 'admin' the same shows which session it is"
        : State == "prepared" ? "end the prepared transaction with COMMIT PREPARED or ROLLBACK PREPARED; pg_prepared_xacts lists it"
        : string.Create(CultureInfo.InvariantCulture, $"let it end, or end it with: select pg_terminate_backend({process})");

    /// <summary>The same without whose session it is.</summary>
    public FrontierHold WithoutSession() => this with { ProcessId = null, Application = null };
}
