using System.Diagnostics.Metrics;

namespace ThreeDb.Postgres;

/// <summary>What the store counts. Names follow OpenTelemetry; times are in seconds.</summary>
internal static class StoreMetrics
{
    private static readonly Meter Meter = new("ThreeDb");
    private static readonly Histogram<double> BatchSeconds = Meter.CreateHistogram<double>("threedb.write.batch.duration", "s", "Time from taking a write batch to its commit.");
    private static readonly Histogram<int> BatchUnits = Meter.CreateHistogram<int>("threedb.write.batch.units", "{unit}", "Writes that shared a transaction.");
    private static readonly Counter<long> Units = Meter.CreateCounter<long>("threedb.write.units", "{unit}", "Writes, each a transaction of its caller.");
    private static readonly Counter<long> Races = Meter.CreateCounter<long>("threedb.write.races", "{race}", "Write batches that were planned again because another process was faster.");

    public static void WriteBatch(int units, TimeSpan elapsed)
    {
        BatchSeconds.Record(elapsed.TotalSeconds);
        BatchUnits.Record(units);
        Units.Add(units);
    }

    public static void WriteRace() => Races.Add(1);
}
