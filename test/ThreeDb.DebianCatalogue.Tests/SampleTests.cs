namespace ThreeDb.DebianCatalogue.Tests;

public sealed class SampleTests
{
    [Fact]
    public async Task Sample_loads_and_is_consistent()
    {
        var sample = await Catalogue.ReadSampleAsync(TestContext.Current.CancellationToken);
        Assert.InRange(sample.Counts.Packages, 1_400, 1_700);
        Assert.InRange(sample.Counts.TotalEntries, 8_000, 20_000);
        Assert.InRange(sample.Counts.DescriptionBytes, 400_000, 1_000_000);
        Assert.False(sample.IsWhole);
        PartTests.AssertConsistent(sample);
    }

    [Fact]
    public async Task Sample_hangs_together()
    {
        var sample = await Catalogue.ReadSampleAsync(TestContext.Current.CancellationToken);
        var joined = Connectedness.LargestComponent(sample);
        Assert.Equal(sample.Counts.Packages + sample.Counts.VirtualPackages, joined);
    }
}
