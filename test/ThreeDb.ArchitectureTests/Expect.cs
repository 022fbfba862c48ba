namespace ThreeDb.Architecture;

/// <summary>Says all that is wrong, not only the first few.</summary>
internal static class Expect
{
    public static void None(IEnumerable<string> faults)
    {
        var found = faults.ToList();
        Assert.True(found.Count == 0, $"{found.Count} faults:\n{string.Join('\n', found)}");
    }
}
