using System.Text;
using System.Text.Json;
using ThreeDb.DebianCatalogue.Content;
using ThreeDb.DebianCatalogue.Loading;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Mutations;

/// <summary>The packages and the virtual packages.</summary>
internal static class PackageEntities
{
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Section = JsonEncodedText.Encode("section");
    private static readonly JsonEncodedText Priority = JsonEncodedText.Encode("priority");
    private static readonly JsonEncodedText Architecture = JsonEncodedText.Encode("architecture");
    private static readonly JsonEncodedText Summary = JsonEncodedText.Encode("summary");
    private static readonly JsonEncodedText Description = JsonEncodedText.Encode("description");
    private static readonly JsonEncodedText Homepage = JsonEncodedText.Encode("homepage");
    private static readonly JsonEncodedText Maintainer = JsonEncodedText.Encode("maintainer");
    private static readonly JsonEncodedText MaintainerName = JsonEncodedText.Encode("maintainer_name");
    private static readonly JsonEncodedText Source = JsonEncodedText.Encode("source");
    private static readonly JsonEncodedText Tags = JsonEncodedText.Encode("tags");
    private static readonly JsonEncodedText InstalledSize = JsonEncodedText.Encode("installed_size");
    private static readonly JsonEncodedText DownloadSize = JsonEncodedText.Encode("download_size");
    private static readonly JsonEncodedText MultiArch = JsonEncodedText.Encode("multi_arch");
    private static readonly JsonEncodedText Essential = JsonEncodedText.Encode("essential");
    private static readonly JsonEncodedText ProviderCount = JsonEncodedText.Encode("providers");

    public static IEnumerable<Mutation> Create(LoadScope scope)
    {
        using var data = new DataWriter();
        var names = scope.Content.Names;
        foreach (var package in scope.Packages)
        {
            var record = scope.Content.Packages[package];
            yield return Entity(CatalogueTypes.Package, names.Name(record.Name), PackageData(data, scope.Content, record));
        }

        foreach (var name in scope.VirtualPackages)
        {
            yield return Entity(CatalogueTypes.VirtualPackage, names.Name(name), VirtualData(data, names[name], scope.Providers.CountOf(name)));
        }
    }

    private static CreateEntity Entity(string type, string name, JsonElement data) =>
        new(type, data) { Id = "package/" + name, OnConflict = ConflictPolicy.Replace };

    private static JsonElement PackageData(DataWriter data, CatalogueContent content, in PackageRecord package)
    {
        data.Begin()
            .Text(Name, content.Names[package.Name])
            .Text(Version, content.Text[package.Version])
            .Text(Section, content.Sections[package.Section])
            .Text(Priority, content.Words[package.Priority])
            .Text(Architecture, content.Words[package.Architecture])
            .Text(Summary, content.Text[package.Summary])
            .Text(Description, content.DescriptionOf(package))
            .Text(Homepage, content.Text[package.Homepage])
            .Text(Source, content.Sources[package.Source]);
        if (package.Maintainer != NameTable.None)
        {
            data.Text(Maintainer, content.Maintainers.Keys[content.Maintainers.MaintainerOf(package.Maintainer)])
                .Text(MaintainerName, content.Maintainers.NameIn(package.Maintainer));
        }

        if (package.Tags.Count > 0)
        {
            data.BeginList(Tags);
            foreach (var tag in content.TagsOf(package))
            {
                data.Item(content.Tags[tag]);
            }

            data.EndList();
        }

        return data.Number(InstalledSize, package.InstalledSize)
            .Number(DownloadSize, package.DownloadSize)
            .Text(MultiArch, content.Words[package.MultiArch])
            .Flag(Essential, package.Essential)
            .End();
    }

    private static JsonElement VirtualData(DataWriter data, ReadOnlySpan<byte> name, int providers) => data.Begin()
        .Text(Name, name)
        .Text(Summary, Encoding.UTF8.GetBytes($"Virtual package provided by {providers} {(providers == 1 ? "package" : "packages")}"))
        .Number(ProviderCount, providers)
        .End();
}
