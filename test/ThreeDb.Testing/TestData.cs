namespace ThreeDb.Testing;

/// <summary>The independent test suites that lie beside the checkout (or where THREEDB_TEST_DATA says).</summary>
public static class TestData
{
    /// <summary>A file or folder of the suites; the test is skipped, or in CI fails, where they are missing.</summary>
    public static string Path(params ReadOnlySpan<string> parts)
    {
        var path = System.IO.Path.Combine([Root() ?? "", .. parts]);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Prerequisite.Missing($"The test data '{string.Join('/', parts)}' is not here.", "Set THREEDB_TEST_DATA to the folder of the suites.");
        }

        return path;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("THREEDB_TEST_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
