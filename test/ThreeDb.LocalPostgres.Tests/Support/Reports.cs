namespace ThreeDb.LocalPostgres.Tests;

/// <summary>Keeps the reports, in order.</summary>
internal sealed class Reports : IProgress<ProvisionProgress>
{
    private readonly List<ProvisionProgress> all = [];

    public IReadOnlyList<ProvisionProgress> All
    {
        get { lock (all) { return [.. all]; } }
    }

    public IEnumerable<ProvisionStep> Steps => All.Select(report => report.Step).Distinct();

    public void Report(ProvisionProgress value)
    {
        lock (all)
        {
            all.Add(value);
        }
    }
}
