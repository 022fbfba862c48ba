using System.Text.Json;
using ThreeDb.DebianCatalogue.Content;
using ThreeDb.DebianCatalogue.Control;
using ThreeDb.DebianCatalogue.Loading;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Mutations;

/// <summary>The relations between packages: one for each entry of a relationship field, and those of virtual packages that one package provides.</summary>
internal static class PackageRelations
{
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Arch = JsonEncodedText.Encode("arch");
    private static readonly JsonEncodedText Group = JsonEncodedText.Encode("group");
    private static readonly JsonEncodedText Alternative = JsonEncodedText.Encode("alternative");
    private static readonly JsonEncodedText Of = JsonEncodedText.Encode("of");
    private static readonly JsonEncodedText Pre = JsonEncodedText.Encode("pre");

    public static IEnumerable<Mutation> Create(LoadScope scope, LoadCount count)
    {
        var content = scope.Content;
        using var data = new DataWriter();
        var ids = new string?[content.Names.Count];
        foreach (var package in scope.Packages)
        {
            var record = content.Packages[package];
            var from = Id(record.Name);
            for (var i = record.Relations.Start; i < record.Relations.Start + record.Relations.Count; i++)
            {
                var relation = content.Relations[i];
                if (scope.Has(relation.Target))
                {
                    yield return new Relate(from, RelationTypeNames.All[(int)relation.Type], Id(relation.Target))
                    {
                        Key = Key(content, relation),
                        Data = Data(data, content, relation),
                    };
                }
            }
        }

        foreach (var name in count.OnlyProvided)
        {
            yield return new Relate(Id(name), CatalogueRelations.OnlyProvidedBy, Id(content.Packages[scope.Providers.FirstOf(name)].Name));
        }

        string Id(int name) => ids[name] ??= "package/" + content.Names.Name(name);
    }

    private static string Key(CatalogueContent content, in RelationRecord relation)
    {
        if (relation.KeyForm == RelationKeyForm.Empty)
        {
            return "";
        }

        var qualifier = relation.Qualifier == NameTable.None ? "" : $":{content.Words.Name(relation.Qualifier)}";
        var constraint = relation.Constraint == NameTable.None ? "" : content.Constraints.Name(relation.Constraint);
        var place = relation.KeyForm == RelationKeyForm.Constraint ? "" : $"#{relation.Group}.{relation.Alternative}";
        return string.Join(' ', new[] { qualifier, constraint, place }.Where(part => part.Length > 0));
    }

    private static JsonElement? Data(DataWriter data, CatalogueContent content, in RelationRecord relation)
    {
        var choice = relation.Alternatives > 1;
        if (!choice && relation.Constraint == NameTable.None && relation.Qualifier == NameTable.None)
        {
            return null;
        }

        return data.Begin()
            .Text(Version, content.Constraints[relation.Constraint])
            .Text(Arch, content.Words[relation.Qualifier])
            .Number(Group, choice ? relation.Group : -1)
            .Number(Alternative, choice ? relation.Alternative : -1)
            .Number(Of, choice ? relation.Alternatives : -1)
            .Flag(Pre, relation.Field == ControlField.PreDepends && relation.Type == RelationType.DependsAny)
            .End();
    }
}
