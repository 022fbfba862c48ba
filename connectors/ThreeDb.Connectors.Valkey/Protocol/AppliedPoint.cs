using System.Globalization;
using ThreeDb.Changes;

namespace ThreeDb.Connectors.Valkey;

/// <summary>Points of the log as text.</summary>
internal static class AppliedPoint
{
    public static string Format(LogPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.TransactionId}.{point.Ordinal}");

    public static LogPoint? Parse(string? text) =>
        text?.Split('.') is [var transaction, var ordinal]
            && ulong.TryParse(transaction, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && int.TryParse(ordinal, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LogPoint(id, number)
            : null;
}
