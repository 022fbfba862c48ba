using ThreeDb.DebianCatalogue.Content;
using ThreeDb.DebianCatalogue.Control;

namespace ThreeDb.DebianCatalogue.Loading;

/// <summary>
/// What of the catalogue is loaded. In a part of it a virtual package is loaded when a loaded package provides it, and a relation
/// when both of its ends are: a part has no stubs. All else is the same as in the whole, so that the whole can be loaded over a part.
/// </summary>
internal sealed class LoadScope
{
    private readonly bool[] _names;

    private LoadScope(CatalogueContent content, Providers providers, IReadOnlyList<int>? part)
    {
        Content = content;
        Providers = providers;
        IsWhole = part is null;
        Packages = part is null ? [.. Enumerable.Range(0, content.Packages.Count)] : [.. part.Order()];
        _names = new bool[content.Names.Count];
        foreach (var package in Packages)
        {
            var record = content.Packages[package];
            _names[record.Name] = true;
            foreach (ref readonly var relation in content.RelationsOf(record))
            {
                _names[relation.Target] |= relation.Field == ControlField.Provides && providers.IsVirtual(relation.Target);
            }
        }

        VirtualPackages = [.. Enumerable.Range(0, _names.Length).Where(name => _names[name] && providers.IsVirtual(name))];
        if (IsWhole)
        {
            Array.Fill(_names, true);
        }
    }

    /// <summary>The catalogue.</summary>
    public CatalogueContent Content { get; }

    /// <summary>Who provides what in all of the catalogue.</summary>
    public Providers Providers { get; }

    /// <summary>Whether all of the catalogue is loaded.</summary>
    public bool IsWhole { get; }

    /// <summary>The numbers of the packages, in the order of the list.</summary>
    public int[] Packages { get; }

    /// <summary>The numbers of the names of virtual packages.</summary>
    public int[] VirtualPackages { get; }

    /// <summary>All of the catalogue.</summary>
    public static LoadScope Whole(CatalogueContent content) => new(content, new Providers(content), null);

    /// <summary>A part of it: at most <paramref name="limit"/> packages, chosen by <see cref="WellKnownFirst"/>.</summary>
    public static LoadScope Part(CatalogueContent content, int limit)
    {
        var providers = new Providers(content);
        return new LoadScope(content, providers, WellKnownFirst.Choose(content, providers, limit));
    }

    /// <summary>Whether relations to a name are loaded.</summary>
    public bool Has(int name) => _names[name];

    /// <summary>Whether a name is loaded that no package has or provides.</summary>
    public bool IsMissing(int name) => _names[name] && Providers.PackageOf(name) < 0 && Providers.CountOf(name) == 0;
}
