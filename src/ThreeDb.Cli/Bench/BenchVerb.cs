using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ThreeDb.Benchmarks;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary><c>3db bench</c>: 3db beside the nearest bare thing.</summary>
internal static class BenchVerb
{
    private const int LeastMinutes = BenchmarkOptions.LeastMinutes;

    private static readonly Argument<string[]> Suites = new("SUITE")
    {
        Description = $"What to measure: {string.Join(", ", BenchmarkOptions.AllSuites)}; all of them when none is named",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int> Rows = new("--rows") { Description = "How many entities are loaded first", HelpName = "N", DefaultValueFactory = _ => 100_000 };

    private static readonly Option<int?> Limit = new("--limit") { Description = "How many of Debian's packages are taken (suites sync and graph), all of them by default", HelpName = "N" };

    private static readonly Option<bool> Large = new("--large") { Description = "Grow graphs to 10,000,000 relations, which takes minutes more" };

    private static readonly Option<int?> Minutes = new("--minutes") { Description = "Watch the memory of a server under steady writes for so long (suite sync), for example 10", HelpName = "N" };

    public static Command Make() => new Command("bench", "Measure 3db beside the nearest bare thing, in one run on one server") { Suites, Rows, Limit, Large, Minutes, DataFolder.Option }.RunsLocally(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var named = call.Get(Suites);
        if (named.FirstOrDefault(name => !BenchmarkOptions.AllSuites.Contains(name)) is { } unknown)
        {
            throw Usage.Fault($"There is no benchmark '{Printable.Short(unknown)}'{Nearest.Hint(unknown, BenchmarkOptions.AllSuites)}; there are {string.Join(", ", BenchmarkOptions.AllSuites)}.", "3db bench");
        }

        if (call.Get(Rows) is var rows and (< 1000 or > 10_000_000))
        {
            throw Usage.Fault($"--rows: {rows} is not in 1,000 to 10,000,000.", "3db bench");
        }

        if (call.Get(Limit) is < 1)
        {
            throw Usage.Fault($"--limit: {call.Get(Limit)} is less than 1.", "3db bench");
        }

        if (call.Get(Minutes) is < LeastMinutes)
        {
            throw Usage.Fault($"--minutes: {call.Get(Minutes)} is less than {LeastMinutes}.", "3db bench");
        }

        var folder = DataFolder.Of(call);
        folder.Create();
        string connection;
        await using (var progress = new ProvisionDisplay(call.Screen, call.Shell))
        {
            connection = await LocalDatabase.EnsureAsync(folder.Postgres(), progress, call.Token);
        }

        var results = await BenchmarkRun.RunAsync(new BenchmarkOptions
        {
            ConnectionString = connection,
            StartServer = StartServerAsync,
            Connectors = Connectors.All,
            StartEngines = (kinds, token) => BenchEngines.StartAsync(call, folder, kinds, token),
            ReadCatalogue = async _ => (await DemoSource.ReadAsync(call, call.Get(Limit), new Progress<ProvisionProgress>())).Catalogue,
            Large = call.Get(Large),
            Minutes = call.Get(Minutes) ?? 0,
            Suites = named.Length == 0 ? BenchmarkOptions.AllSuites : named,
            Rows = call.Get(Rows),
            Doing = what => Say(call, what),
            Taken = result => Say(call, $"  {Line(result)}"),
        }, call.Token);
        call.Screen.Answer(results, screen => Draw(results, screen));
    }

    private static void Say(Call call, string text)
    {
        if (!call.Screen.IsJson)
        {
            call.Screen.ErrorLine(call.Screen.ErrorInk.Dim(text));
        }
    }

    private static string Line(BenchmarkResult result) => $"{result.Measure}: {Figure(result.Value)} {result.Unit}"
        + (result.Peer is null ? "" : $"; {result.Peer}: {Figure(result.PeerValue)}") + (result.Ratio is null ? "" : $"; ratio {Figure(result.Ratio)}");

    private static void Draw(IReadOnlyList<BenchmarkResult> results, Screen screen)
    {
        screen.Line(Printable.Of(results[0].Machine));
        foreach (var suite in results.GroupBy(result => result.Suite))
        {
            screen.Heading($"{suite.Key}, {Quantity.Count(suite.First().Rows)} entities");
            var table = new Table("MEASURE", ">3DB", ">PEER", "UNIT", "PEER IS", ">RATIO", ">SPREAD", ">TARGET", "");
            foreach (var result in suite)
            {
                table.Row(result.Measure, Figure(result.Value), Figure(result.PeerValue), result.Unit, result.Peer, Figure(result.Ratio),
                    result.Spread is { } spread ? $"{Figure(spread.Least)} to {Figure(spread.Most)}" : "", result.Target,
                    result.Met switch { true => "met", false => "MISSED", null => "" });
            }

            screen.Print(table);
        }
    }

    private static string Figure(double? value) => value?.ToString("#,0.###", CultureInfo.InvariantCulture) ?? "";

    // A server in a process and a data folder of its own, on the database of the benchmark.
    private static async Task<BenchmarkServer> StartServerAsync(string connection, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("3db-bench-").FullName;
        var start = new ProcessStartInfo(ServerProcess.Program, ["serve", "--json", "--port", "0", "--data", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["THREEDB_POSTGRES"] = connection;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new ThreeDbException(ErrorCodes.ServerDidNotStart, $"The server of the benchmark ended at once.\n{await errors}".TrimEnd());
        var url = JsonSerializer.Deserialize<ServerState>(line, ThreeDbJson.Options)!.Url;
        return new BenchmarkServer(process, url, folder);
    }
}
