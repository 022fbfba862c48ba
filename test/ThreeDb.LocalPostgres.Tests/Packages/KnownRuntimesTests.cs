namespace ThreeDb.LocalPostgres.Tests;

public sealed class KnownRuntimesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly PackageRuntimeDefinition[] All = [KnownRuntimes.Postgres17, KnownRuntimes.Postgres17Age, KnownRuntimes.Valkey];

    public static TheoryData<string> Names => [.. All.Select(definition => definition.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_program_finds_every_library(string name)
    {
        Prerequisite.Packages();
        var definition = All.Single(known => known.Name == name);
        var store = Scratch.SharedStore();
        var runtime = await store.EnsureAsync(definition, null, Token);
        var files = runtime.Executables
            .Select(program => program + ".bin")
            .Where(file => File.Exists(Path.Combine(runtime.Root, file)))
            .ToList();
        if (definition != KnownRuntimes.Valkey)
        {
            files.AddRange(Directory.EnumerateFiles(Path.Combine(runtime.Root, "usr/lib/postgresql/17/lib"), "*.so")
                .Where(module => !Path.GetFileName(module).StartsWith("llvm", StringComparison.Ordinal))
                .Select(module => Path.GetRelativePath(runtime.Root, module)));
        }

        if (definition == KnownRuntimes.FalkorDb)
        {
            files.Add("opt/falkordb/bin/falkordb.so");
        }

        var missing = (await Task.WhenAll(files.Select(file => MissingAsync(runtime, file)))).SelectMany(lines => lines);

        Assert.NotEmpty(files);
        Assert.Empty(missing);
    }

    private static async Task<IEnumerable<string>> MissingAsync(PackageRuntime runtime, string file)
    {
        var architecture = AptTools.DebianName(Machine.Current.Architecture)!;
        var call = new ToolCall(RuntimeLayout.Loader(runtime.Root, architecture), "--library-path",
            RuntimeLayout.Libraries(runtime.Root, architecture), "--list", Path.Combine(runtime.Root, file));
        var result = await ToolProcess.RunAsync(call, Token);
        return (result.Output + "\n" + result.Errors).Split('\n')
            .Where(line => line.Contains("not found", StringComparison.Ordinal) || line.Contains("cannot open", StringComparison.Ordinal)
                || (line.Contains("=> /", StringComparison.Ordinal) && !line.Contains("=> " + runtime.Root, StringComparison.Ordinal)))
            .Select(line => $"{file}: {line.Trim()}");
    }
}
