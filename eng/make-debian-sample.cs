#:project ../samples/ThreeDb.DebianCatalogue/ThreeDb.DebianCatalogue.csproj
#:project ../src/ThreeDb.Abstractions/ThreeDb.Abstractions.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=CA2007

// Makes the sample of Debian's catalogue from the real lists:
//   dotnet run eng/make-debian-sample.cs -- AVAILABLE TRANSLATION [PACKAGES]
// AVAILABLE is the output of `apt-cache dumpavail`, TRANSLATION that of `/usr/lib/apt/apt-helper cat-file …Translation-en`.
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using ThreeDb;
using ThreeDb.DebianCatalogue;

string[] kept =
[
    "Package", "Source", "Version", "Installed-Size", "Maintainer", "Architecture", "Multi-Arch", "Essential", "Depends", "Pre-Depends",
    "Recommends", "Suggests", "Enhances", "Breaks", "Conflicts", "Replaces", "Provides", "Description", "Description-md5", "Description-en",
    "Homepage", "Tag", "Section", "Priority", "Size",
];
var folder = Path.Combine(Path.GetDirectoryName(Here())!, "..", "samples", "ThreeDb.DebianCatalogue", "Sample");
var all = await PackagesAsync(null);
var chosen = await PackagesAsync(args.Length > 2 ? int.Parse(args[2]) : 1600);

var packages = Paragraphs(args[0]).Where(paragraph => chosen.Contains(Name(paragraph))).Select(Trim).ToList();
var descriptions = packages.Select(paragraph => Field(paragraph, "Description-md5")).ToHashSet();
var translations = Paragraphs(args[1]).Select(Trim).Where(paragraph => descriptions.Remove(Field(paragraph, "Description-md5"))).ToList();
Write("packages.br", packages);
Write("translations.br", translations);

async Task<HashSet<string>> PackagesAsync(int? limit)
{
    await using var available = File.OpenRead(args[0]);
    var catalogue = await Catalogue.ReadAsync(available, Stream.Null, limit);
    return [.. catalogue.Phases[1].Mutations.Cast<CreateEntity>()
        .Where(entity => entity.Type == CatalogueTypes.Package)
        .Select(entity => entity.Id!["package/".Length..])];
}

static IEnumerable<string> Paragraphs(string path) => File.ReadAllText(path).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

static IEnumerable<string> Fields(string paragraph) =>
    paragraph.Replace("\n ", "\0").Split('\n').Select(field => field.Replace("\0", "\n "));

static string Field(string paragraph, string name) =>
    Fields(paragraph).FirstOrDefault(field => field.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..] ?? "";

static string Name(string paragraph) => Field(paragraph, "Package");

string Trim(string paragraph) => string.Join('\n', Fields(paragraph)
    .Where(field => kept.Contains(field.Split(':')[0]))
    .Select(field => field.StartsWith("Provides: ", StringComparison.Ordinal) ? Provides(field) : field)
    .Where(field => field.Length > 0));

// A name that another package of Debian has would be a virtual package in the sample, and could not become that package later.
string Provides(string field)
{
    var entries = field["Provides: ".Length..].Split(", ")
        .Where(entry => entry.Split(' ', ':')[0] is var name && (chosen.Contains(name) || !all.Contains(name)))
        .ToList();
    return entries.Count == 0 ? "" : "Provides: " + string.Join(", ", entries);
}

void Write(string name, List<string> paragraphs)
{
    var text = Encoding.UTF8.GetBytes(string.Join("\n\n", paragraphs) + "\n");
    using var file = File.Create(Path.Combine(folder, name));
    using var compressed = new BrotliStream(file, CompressionLevel.SmallestSize);
    compressed.Write(text);
    compressed.Flush();
    Console.WriteLine($"{name}: {paragraphs.Count:N0} paragraphs, {text.Length:N0} bytes, {file.Length:N0} compressed");
}

static string Here([CallerFilePath] string path = "") => path;
