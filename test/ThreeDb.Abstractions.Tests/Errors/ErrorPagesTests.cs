namespace ThreeDb.Tests;

/// <summary>docs/errors is what a server shows under the type of a problem, so each code has its page and each page its code.</summary>
public sealed class ErrorPagesTests
{
    private static readonly string Folder = Path.Combine(Root(), "docs", "errors");

    public static TheoryData<string> Codes => [.. ErrorCodes.All.Select(code => code.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_page_with_its_title_and_status(string code)
    {
        var known = ErrorCodes.Find(code)!;
        var page = File.ReadAllText(Path.Combine(Folder, code + ".md"));
        Assert.Equal([], Faults(known, page));
        Assert.Contains($"({code}.md) | {StatusOf(known.Kind)} | {known.Title} |", File.ReadAllText(Path.Combine(Folder, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_page_is_without_a_code() =>
        Assert.Equal(ErrorCodes.All.Select(code => code.Code), Directory.GetFiles(Folder, "TDB*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void A_page_of_another_code_is_noticed()
    {
        var page = File.ReadAllText(Path.Combine(Folder, ErrorCodes.EntityNotFound.Code + ".md"));
        Assert.Equal(["title", "status", "exit code"], Faults(ErrorCodes.EntityExists, page));
        Assert.Equal(["repeat"], Faults(ErrorCodes.EntityNotFound, page.Replace("no, not unchanged", "yes", StringComparison.Ordinal)));
        Assert.Equal(["parts"], Faults(ErrorCodes.EntityNotFound, page.Replace("## What to do", "## More", StringComparison.Ordinal)));
    }

    private static List<string> Faults(ErrorCode code, string page)
    {
        var lines = page.Split('\n');
        var row = lines.First(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsDigit(line[2])).Split('|', StringSplitOptions.TrimEntries);
        (bool Holds, string Name)[] rules =
        [
            (lines[0] == $"# {code.Code}: {code.Title}", "title"),
            (row[1] == $"{StatusOf(code.Kind)}", "status"),
            (row[2] == $"{ExitOf(code)}", "exit code"),
            (row[3].StartsWith("yes", StringComparison.Ordinal) == code.IsTransient || IsRepeatable(code), "repeat"),
            (lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).SequenceEqual(["## For example", "## Why it happens", "## What to do"]), "parts"),
        ];
        return [.. rules.Where(rule => !rule.Holds).Select(rule => rule.Name)];
    }

    // These pass by themselves although nothing is wrong with the store.
    private static bool IsRepeatable(ErrorCode code) => code == ErrorCodes.IdempotencyRunning || code == ErrorCodes.LockBusy;

    // As ErrorKind documents it.
    private static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Malformed => 400,
        ErrorKind.Unauthenticated => 401,
        ErrorKind.Forbidden => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.Conflict => 409,
        ErrorKind.PreconditionFailed => 412,
        ErrorKind.TooLarge => 413,
        ErrorKind.UnsupportedMediaType => 415,
        ErrorKind.Invalid => 422,
        ErrorKind.RateLimited => 429,
        ErrorKind.Unavailable => 503,
        ErrorKind.Timeout => 504,
        _ => 500,
    };

    // As the command line documents it (docs/design/cli.md).
    private static int ExitOf(ErrorCode code) => code.Kind switch
    {
        _ when code == ErrorCodes.Usage => 2,
        _ when code == ErrorCodes.LockBusy || code == ErrorCodes.NotYet => 10,
        ErrorKind.Malformed or ErrorKind.Invalid or ErrorKind.TooLarge or ErrorKind.UnsupportedMediaType => 7,
        ErrorKind.Unauthenticated => 3,
        ErrorKind.Forbidden => 4,
        ErrorKind.NotFound => 5,
        ErrorKind.Conflict or ErrorKind.PreconditionFailed => 6,
        ErrorKind.RateLimited => 8,
        ErrorKind.Unavailable => 9,
        ErrorKind.Timeout => 10,
        _ => 1,
    };

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ThreeDb.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
