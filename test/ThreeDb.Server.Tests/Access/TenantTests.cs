namespace ThreeDb.Server.Tests;

/// <summary>Every operation, sent by the owner of what it asks about and by strangers.</summary>
public sealed class TenantTests(TenantMatrix matrix) : IClassFixture<TenantMatrix>
{
    private static readonly IReadOnlyList<Probe> All = Probes.Of("aaaaaaaaaaaaaaaa");

    [Fact]
    public void Every_operation_has_a_probe() => Assert.Equal(
        ApiSurface.All.Select(endpoint => endpoint.Name).Order(StringComparer.Ordinal),
        All.Select(probe => probe.Endpoint).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Owner_gets_what_is_its_own()
    {
        var wrong = All.Zip(matrix.Own).Where(pair => pair.First.Own != pair.Second.Status);
        Many.None(wrong.Select(pair => $"{pair.First.Call.Method} {pair.First.Call.Path}: not {pair.First.Own}: {pair.Second}"));
    }

    [Fact]
    public void Stranger_gets_byte_for_byte_what_it_gets_where_nobody_else_is()
    {
        var pairs = All.Zip(matrix.Alone, matrix.Beside).Where(row => row.First.Endpoint != "metrics");
        var wrong = pairs.Where(row => TenantMatrix.Comparable(row.Second) != TenantMatrix.Comparable(row.Third));
        Many.None(wrong.Select(row =>
            $"{row.First.Call.Method} {row.First.Call.Path}:\nalone {TenantMatrix.Comparable(row.Second)}\nbeside {TenantMatrix.Comparable(row.Third)}"));
    }

    [Fact]
    public void Stranger_never_reads_a_word_of_the_owner()
    {
        Assert.Contains("canary alpha", matrix.Own[0].Text, StringComparison.Ordinal);
        var leaks = All.Zip(matrix.Beside)
            .Where(pair => pair.Second.Text.Contains("canary", StringComparison.OrdinalIgnoreCase));
        Many.None(leaks.Select(pair => $"{pair.First.Call.Path}: {pair.Second}"));
    }

    [Fact]
    public void Stranger_changes_nothing_of_the_owner()
    {
        Assert.NotEmpty(matrix.OwnerSees.Before);
        Assert.Equal(matrix.OwnerSees.Before, matrix.OwnerSees.After);
    }

    [Fact]
    public void Metrics_name_no_other_tenant_and_nothing_of_one()
    {
        var index = All.ToList().FindIndex(probe => probe.Endpoint == "metrics");
        Assert.All((string[])["canary", "alpha", "alone", "book", OwnerWorld.Projection, "tenant=\"default\""],
            word => Assert.DoesNotContain(word, matrix.Beside[index].Text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Occurrences(matrix.Beside[index].Text, "tenant="), Occurrences(matrix.Beside[index].Text, "tenant=\"beside\""));
        Assert.Contains($"{{projection=\"{OwnerWorld.Projection}\",tenant=\"default\"}}", matrix.Own[index].Text, StringComparison.Ordinal);
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
