using System.Collections;
using ThreeDb.DebianCatalogue.Content;
using ThreeDb.DebianCatalogue.Control;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Loading;

/// <summary>Counts what a scope holds, and notes which of the small entities it uses.</summary>
internal sealed class LoadCount
{
    private readonly int[] _entries = new int[ControlFieldNames.Relationships];
    private readonly int[] _relations = new int[RelationTypeNames.All.Length];
    private readonly BitArray _spellings;
    private readonly BitArray _missing;
    private int _tagAssignments;
    private long _descriptionBytes;

    public LoadCount(LoadScope scope)
    {
        var content = scope.Content;
        Sections = new BitArray(content.Sections.Count);
        Sources = new BitArray(content.Sources.Count);
        Maintainers = new BitArray(content.Maintainers.Keys.Count);
        Tags = new BitArray(content.Tags.Count);
        _spellings = new BitArray(content.Maintainers.Spellings);
        _missing = new BitArray(content.Names.Count);
        foreach (var package in scope.Packages)
        {
            Count(scope, content.Packages[package]);
        }

        OnlyProvided = [.. scope.VirtualPackages.Where(name => scope.Providers.CountOf(name) == 1)];
        Counts = ToCounts(scope);
    }

    public BitArray Sections { get; }

    public BitArray Sources { get; }

    public BitArray Maintainers { get; }

    public BitArray Tags { get; }

    /// <summary>The virtual packages that exactly one package provides.</summary>
    public int[] OnlyProvided { get; }

    public CatalogueCounts Counts { get; }

    private void Count(LoadScope scope, in PackageRecord package)
    {
        var content = scope.Content;
        Mark(Sections, package.Section);
        Mark(Sources, package.Source);
        Mark(_spellings, package.Maintainer);
        Mark(Maintainers, package.Maintainer == NameTable.None ? NameTable.None : content.Maintainers.MaintainerOf(package.Maintainer));
        foreach (var tag in content.TagsOf(package))
        {
            Tags[tag] = true;
            _tagAssignments++;
        }

        foreach (ref readonly var relation in content.RelationsOf(package))
        {
            if (scope.Has(relation.Target))
            {
                _entries[(int)relation.Field]++;
                _relations[(int)relation.Type]++;
                _missing[relation.Target] |= scope.IsMissing(relation.Target);
            }
        }

        _descriptionBytes += content.DescriptionOf(package).Length;
    }

    private static void Mark(BitArray used, int number)
    {
        if (number != NameTable.None)
        {
            used[number] = true;
        }
    }

    private static int Ones(BitArray bits) => bits.Cast<bool>().Count(bit => bit);

    private CatalogueCounts ToCounts(LoadScope scope) => new()
    {
        Packages = scope.Packages.Length,
        VirtualPackages = scope.VirtualPackages.Length,
        MissingPackages = Ones(_missing),
        Sections = Ones(Sections),
        Sources = Ones(Sources),
        Maintainers = Ones(Maintainers),
        MaintainerSpellings = Ones(_spellings),
        Tags = Ones(Tags),
        TagAssignments = _tagAssignments,
        DescriptionBytes = _descriptionBytes,
        Entries = new OrderedDictionary<string, int>(
            _entries.Index().Select(entry => KeyValuePair.Create(ControlFieldNames.Of((ControlField)entry.Index), entry.Item))),
        Relations = new OrderedDictionary<string, int>(
            _relations.Index().Select(relation => KeyValuePair.Create(RelationTypeNames.All[relation.Index], relation.Item))
                .Append(KeyValuePair.Create(CatalogueRelations.OnlyProvidedBy, OnlyProvided.Length))),
    };
}
