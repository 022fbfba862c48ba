namespace ThreeDb.Tests;

/// <summary>The public suites that lie beside the repository, in <c>shared/data</c>, or where THREEDB_TEST_DATA points.</summary>
internal static class TestData
{
    /// <summary>A folder of the data. Where there is none, the test is skipped; in CI it fails.</summary>
    public static string Folder(string name)
    {
        if (Find() is { } root && Path.Combine(root, name) is var folder && Directory.Exists(folder))
        {
            return folder;
        }

        const string Reason = "The test data is absent: set THREEDB_TEST_DATA, or put it into shared/data beside the repository.";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, Reason);
        throw new DirectoryNotFoundException($"{Reason} Wanted: {name}.");
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("THREEDB_TEST_DATA") is { Length: > 0 } configured)
        {
            return configured;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory).Parent; folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
