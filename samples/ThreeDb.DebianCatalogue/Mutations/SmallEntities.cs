using System.Collections;
using System.Text.Json;
using ThreeDb.DebianCatalogue.Loading;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Mutations;

/// <summary>The sections, sources, maintainers and tags that the loaded packages name.</summary>
internal static class SmallEntities
{
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Email = JsonEncodedText.Encode("email");

    public static IEnumerable<Mutation> Create(LoadScope scope, LoadCount used)
    {
        var content = scope.Content;
        return Named(CatalogueTypes.Section, content.Sections, used.Sections)
            .Concat(Named(CatalogueTypes.Source, content.Sources, used.Sources))
            .Concat(Maintainers(scope, used.Maintainers))
            .Concat(Named(CatalogueTypes.Tag, content.Tags, used.Tags));
    }

    private static IEnumerable<Mutation> Named(string type, NameTable names, BitArray used)
    {
        using var data = new DataWriter();
        for (var name = 0; name < names.Count; name++)
        {
            if (used[name])
            {
                yield return Entity(type, names.Name(name), data.Begin().Text(Name, names[name]).End());
            }
        }
    }

    private static IEnumerable<Mutation> Maintainers(LoadScope scope, BitArray used)
    {
        using var data = new DataWriter();
        var maintainers = scope.Content.Maintainers;
        var usual = maintainers.Usual();
        for (var maintainer = 0; maintainer < usual.Length; maintainer++)
        {
            if (used[maintainer])
            {
                var key = maintainers.Keys[maintainer];
                var name = maintainers.NameIn(usual[maintainer].Spelling);
                data.Begin().Text(Name, name.IsEmpty ? key : name).Text(Email, usual[maintainer].HasAddress ? key : []);
                yield return Entity(CatalogueTypes.Maintainer, maintainers.Keys.Name(maintainer), data.End());
            }
        }
    }

    private static CreateEntity Entity(string type, string name, JsonElement data) =>
        new(type, data) { Id = $"{type}/{name}", OnConflict = ConflictPolicy.Replace };
}
